#include "local/aws/services.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <anthropic/aws/sts.hpp>

#include "base/text/header_lookup.hpp"
#include "local/aws/protocol.hpp"
#include "local/server/endpoint.hpp"
#include "running_endpoint.hpp"
#include "signed_request.hpp"
#include "wire/aws/xml.hpp"

namespace anthropic::internal::local {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

EndpointSettings settings() {
  EndpointSettings made;
  made.accepted = {{plain_pair()}, {"good-token"}, "eu-central-1"};
  made.now = noon;
  made.random = std::make_shared<RealRandom>();
  return made;
}

const std::string kQuotasTarget = "ServiceQuotasV20190624.";
const std::string kIdentity = "Action=GetCallerIdentity&Version=2011-06-15";

SignedWith signed_for(std::string service, std::string content_type) {
  return {.region = "eu-central-1", .service = std::move(service), .content_type = std::move(content_type)};
}

Request quotas_call(std::string_view operation, std::string body) {
  SignedWith with = signed_for("servicequotas", "application/x-amz-json-1.1");
  with.more = {{"X-Amz-Target", kQuotasTarget + std::string(operation)}};
  return signed_request("POST", "/", std::move(body), with);
}

Request sts_call(std::string body) {
  return signed_request("POST", "/", std::move(body), signed_for("sts", "application/x-www-form-urlencoded"));
}

std::string header(const Answer& answer, std::string_view name) {
  const std::string* value = find_header(answer.headers, name);
  return value ? *value : "(none)";
}

Json json_of(const Answer& answer) {
  auto json = Json::parse(answer.body);
  return json ? *std::move(json) : Json(answer.body);
}

Answer answer_to(const Request& request) {
  return Endpoint(settings()).answer(request);
}

TEST(Services, TheScopeOfTheSignatureSaysWhichIsAsked) {
  ASSERT_TRUE(Services::find(sts_call(kIdentity)));
  EXPECT_EQ(Services::find(sts_call(kIdentity))->signing_name, "sts");
  EXPECT_FALSE(Services::find(signed_request("POST", kHaikuInvoke, invoke_body())));
  EXPECT_FALSE(Services::find(Request{.method = "POST", .target = "/"}));
}

TEST(Services, TheQueryProtocolAnswersInXml) {
  const Answer answer = answer_to(sts_call(kIdentity));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(header(answer, "content-type"), "text/xml");
  EXPECT_EQ(header(answer, "x-local-endpoint"), "not AWS");
  const auto root = Xml::parse(answer.body);
  ASSERT_TRUE(root) << answer.body;
  EXPECT_EQ(root->name, "GetCallerIdentityResponse");
  EXPECT_EQ((*root)["GetCallerIdentityResult"]["Account"].text, "000000000000");
  EXPECT_THAT((*root)["GetCallerIdentityResult"]["Arn"].text, HasSubstr("local"));
  EXPECT_EQ((*root)["ResponseMetadata"]["RequestId"].text, header(answer, "x-amzn-requestid"));
}

TEST(Services, JsonIsAnsweredWithJson) {
  const Answer answer = answer_to(quotas_call("ListServiceQuotas", R"({"ServiceCode":"bedrock"})"));
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(header(answer, "content-type"), "application/x-amz-json-1.1");
  EXPECT_EQ(header(answer, "x-local-endpoint"), "not AWS");
  const Json first = json_of(answer)["Quotas"][0];
  EXPECT_THAT(first["QuotaName"].string_or(""),
              HasSubstr("Cross-region model inference tokens per minute for Anthropic Claude"));
  EXPECT_THAT(first["QuotaArn"].string_or(""), HasSubstr(":eu-central-1:000000000000:"));
}

TEST(Services, QuotasComePageByPage) {
  Endpoint endpoint(settings());
  const auto page = [&](const std::string& more) {
    return json_of(
        endpoint.answer(quotas_call("ListServiceQuotas", R"({"ServiceCode":"bedrock")" + more + "}")));
  };
  const std::size_t all = page("")["Quotas"].size();
  std::size_t seen = 0;
  std::string token;
  do {
    const Json some = page(R"(,"MaxResults":7)" + (token.empty() ? "" : R"(,"NextToken":")" + token + '"'));
    ASSERT_FALSE(some["Quotas"].empty()) << some;
    seen += some["Quotas"].size();
    token = some["NextToken"].string_or("");
  } while (!token.empty());
  EXPECT_EQ(seen, all);
  EXPECT_EQ(page(R"(,"MaxResults":101)")["__type"].as_string(), "IllegalArgumentException");
  EXPECT_EQ(page(R"(,"NextToken":"x")")["__type"].as_string(), "InvalidPaginationTokenException");
}

TEST(Services, AQuotaIsGotByItsCode) {
  Endpoint endpoint(settings());
  const Json listed =
      json_of(endpoint.answer(quotas_call("ListServiceQuotas", R"({"ServiceCode":"bedrock"})")))["Quotas"][1];
  const Json wanted = Json::object({{"ServiceCode", "bedrock"}, {"QuotaCode", listed["QuotaCode"]}});
  EXPECT_EQ(json_of(endpoint.answer(quotas_call("GetServiceQuota", wanted.dump())))["Quota"], listed);
  const Answer none =
      endpoint.answer(quotas_call("GetServiceQuota", R"({"ServiceCode":"bedrock","QuotaCode":"L-1"})"));
  EXPECT_EQ(none.status, 400);
  EXPECT_EQ(json_of(none)["__type"].as_string(), "NoSuchResourceException");
}

TEST(Services, WhatIsNotWrittenAsTheServiceDemandsIsRefused) {
  struct Case {
    Request request;
    std::string_view code;
  };
  const std::string json = "application/x-amz-json-1.1";
  Request untyped = quotas_call("ListServiceQuotas", "{}");
  header_of(untyped, "content-type") = "application/json";
  SignedWith other = signed_for("servicequotas", json);
  other.more = {{"X-Amz-Target", "Logs_20140328.ListServiceQuotas"}};
  EndpointSettings unchecked = settings();
  unchecked.check_signatures = false;
  Endpoint endpoint(std::move(unchecked));
  for (const auto& [request, code] : {
           Case{quotas_call("DeleteEverything", "{}"), "UnknownOperationException"},
           Case{quotas_call("ListServiceQuotas", "[]"), "SerializationException"},
           Case{quotas_call("ListServiceQuotas", "{"), "SerializationException"},
           Case{quotas_call("ListServiceQuotas", "{}"), "ValidationException"},
           Case{untyped, "UnknownOperationException"},
           Case{signed_request("POST", "/", "{}", other), "UnknownOperationException"},
           Case{signed_request("POST", "/", "{}", signed_for("servicequotas", json)),
                "UnknownOperationException"},
           Case{sts_call("Version=2011-06-15"), "MissingAction"},
           Case{sts_call("Action=GetCallerIdentity&Version=2010-05-08"), "InvalidAction"},
           Case{sts_call("Action=Nonsense&Version=2011-06-15"), "InvalidAction"},
           Case{sts_call("Action=A&Action.B=C&Version=2011-06-15"), "MalformedInput"},
       }) {
    const Answer answer = endpoint.answer(request);
    EXPECT_EQ(answer.error_code, code) << request.body << "\n" << answer.body;
    EXPECT_GE(answer.status, 400);
    EXPECT_THAT(answer.body, HasSubstr(code));
  }
}

TEST(Services, AWrongSignatureIsRefusedInTheFormOfTheService) {
  Request json = quotas_call("ListServiceQuotas", R"({"ServiceCode":"bedrock"})");
  json.body += ' ';
  EXPECT_EQ(answer_to(json).status, 400);
  EXPECT_EQ(json_of(answer_to(json))["__type"].as_string(), "InvalidSignatureException");

  Request query = sts_call(kIdentity);
  query.body += "&A=B";
  EXPECT_EQ(answer_to(query).status, 403);
  EXPECT_EQ((*Xml::parse(answer_to(query).body))["Error"]["Code"].text, "SignatureDoesNotMatch");
  EXPECT_EQ((*Xml::parse(answer_to(query).body))["Error"]["Type"].text, "Sender");

  Request foreign = sts_call(kIdentity);
  EndpointSettings elsewhere = settings();
  elsewhere.accepted.region = "us-east-1";
  EXPECT_THAT(Endpoint(std::move(elsewhere)).answer(foreign).body, HasSubstr("scoped to a valid region"));
}

TEST(Services, TheHeadAloneShowsWhoMayNotAsk) {
  Endpoint endpoint(settings());
  EXPECT_TRUE(endpoint.needs_body(sts_call(kIdentity)));
  Request unknown = sts_call(kIdentity);
  std::string& authorization = header_of(unknown, "authorization");
  authorization.replace(authorization.find("AKIATESTPLAIN"), 13, "AKIATESTOTHER");
  EXPECT_FALSE(endpoint.needs_body(unknown));
}

TEST(Services, FaultsBefallThemToo) {
  EndpointSettings throttled = settings();
  throttled.faults = *parse_faults("throttle");
  Endpoint endpoint(std::move(throttled));
  const Answer query = endpoint.answer(sts_call(kIdentity));
  EXPECT_EQ(query.status, 429);
  EXPECT_EQ((*Xml::parse(query.body))["Error"]["Code"].text, "Throttling");
  const Answer json = endpoint.answer(quotas_call("ListServiceQuotas", "{}"));
  EXPECT_EQ(json_of(json)["__type"].as_string(), "ThrottlingException");
}

TEST(Services, TheLogNamesTheOperation) {
  const Request request = sts_call(kIdentity);
  const Answer answer = answer_to(request);
  EXPECT_THAT(log_line(request, answer, noon()), HasSubstr(" 200 POST / operation=sts:GetCallerIdentity"));
}

TEST(Services, TheLibrarysClientIsAnswered) {
  const testing::LocalBedrock endpoint =
      start_endpoint({.now = [] { return std::chrono::system_clock::now(); }});
  const aws::Session session({.region = endpoint.region(),
                              .access_key_id = plain_pair().access_key_id,
                              .secret_access_key = plain_pair().secret_access_key,
                              .endpoint_url = endpoint.base_url()});
  const auto identity = aws::STS(session).get_caller_identity();
  ASSERT_TRUE(identity) << identity.error().message;
  EXPECT_EQ(identity->account, "000000000000");
}

TEST(ReadForm, NamesBecomeMembersAndItems) {
  const auto form = read_form(
      "Action=Simulate&Names.member.2=b+c&Names.member.1=a&Entries.member.1.Key=k&"
      "Entries.member.1.Values.member.1=v%26w&Empty=");
  ASSERT_TRUE(form);
  EXPECT_EQ(*form, *Json::parse(R"({"Action":"Simulate","Names":["a","b c"],
      "Entries":[{"Key":"k","Values":["v&w"]}],"Empty":""})"));
}

TEST(ReadForm, WhatContradictsItselfIsNone) {
  for (const char* body : {"A=1&A=2", "A=1&A.B=2", "A.member.1=1&A.B=2", "A.member.0=1", "A.member.1001=1",
                           "A.member.x=1", "A.member=1", "A.B=1&A.member.1=1"}) {
    EXPECT_FALSE(read_form(body)) << body;
  }
}

TEST(WriteAnswer, ArraysBecomeMembersAndNothingIsLeftOut) {
  constexpr LocalService service{
      .signing_name = "iam", .make = sts, .protocol = ServiceProtocol::query, .version = "2010-05-08"};
  const Json output = Json::object({{"List", Json::array({Json::object({{"Flag", true}, {"Number", 7}})})},
                                    {"Empty", Json::array()},
                                    {"Absent", nullptr}});
  const Answer answer = write_answer(service, "Ask", output, "id-1");
  EXPECT_THAT(answer.body,
              HasSubstr("<AskResult><List><member><Flag>true</Flag><Number>7</Number></member></List>"
                        "<Empty"));
  EXPECT_THAT(answer.body, Not(HasSubstr("Absent")));
}

}  // namespace
}  // namespace anthropic::internal::local
