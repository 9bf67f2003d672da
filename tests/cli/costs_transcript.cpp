// costs, budget and --estimate, against `claude-bedrock local`.
#include <algorithm>
#include <fstream>
#include <gmock/gmock.h>
#include <sstream>

#include <anthropic/json.hpp>

#include "cli/fake_aws.hpp"
#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class CostsTranscript : public ::testing::Test {
 protected:
  Outcome costs(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "costs");
    return run(arguments, variables());
  }
  Outcome budget(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "budget");
    return run(arguments, variables());
  }
  Variables variables() const { return local_.variables(); }
  static Json json_of(const Outcome& outcome) {
    const auto json = Json::parse(outcome.out);
    EXPECT_TRUE(json) << outcome.out << outcome.err;
    return json ? *json : Json();
  }

  LocalEndpoint local_;
};

TEST_F(CostsTranscript, AreATableByDayAndModelWithTheirSumAndWhatTheQueryCosts) {
  const Outcome outcome = costs({});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              ContainsRegex("^DAY +MODEL +USD +INPUT +OUTPUT +CACHE READ +CACHE WRITE +OTHER\n"));
  EXPECT_THAT(outcome.out, ContainsRegex("\n[0-9-]+ +Claude Opus 5.5 +[0-9.]+ +[0-9,]+ +[0-9,]+ "));
  EXPECT_THAT(outcome.out, HasSubstr(" *  Claude 4.6 Sonnet"));
  EXPECT_THAT(outcome.out, ContainsRegex("\ntotal: [0-9.]+ USD from "));
  EXPECT_THAT(outcome.out, ContainsRegex("\nlast 7 whole days: [0-9.]+ USD, the 7 before: "));
  EXPECT_THAT(outcome.out, HasSubstr("\n* not over for a day yet"));
  EXPECT_THAT(outcome.out, HasSubstr("sample data of claude-bedrock local"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("Simple Storage")));
  EXPECT_EQ(outcome.err, "2 requests to Cost Explorer, for which AWS charges 0.02 USD\n");
}

TEST_F(CostsTranscript, AreSplitByWhatIsAsked) {
  EXPECT_THAT(costs({"--by", "model"}).out, StartsWith("MODEL "));
  EXPECT_THAT(costs({"--by", "region"}).out, AllOf(StartsWith("REGION "), HasSubstr("\neu-central-1 ")));
  EXPECT_THAT(costs({"--by", "usage"}).out, AllOf(StartsWith("USAGE "), HasSubstr("\ncache read ")));
  EXPECT_THAT(costs({"--by", "month"}).out, StartsWith("MONTH "));
  EXPECT_THAT(costs({"--by", "day"}).out, ContainsRegex("^DAY +USD "));
  EXPECT_THAT(costs({"--by", "tag:team"}).out,
              AllOf(StartsWith("TAG team "), HasSubstr("\nsearch "), HasSubstr("\n(none) ")));
}

TEST_F(CostsTranscript, OfATagThatNoneHasNameTheOthers) {
  const Outcome outcome = costs({"--by", "tag:project"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("no cost has the tag project; there are: team\n"));
  EXPECT_THAT(outcome.err, HasSubstr("3 requests"));
}

TEST_F(CostsTranscript, AreJsonWithEveryDigit) {
  const Json json = json_of(costs({"--by", "model", "--json", "--forecast"}));
  EXPECT_EQ(json["by"], Json("model"));
  EXPECT_EQ(json["currency"], Json("USD"));
  EXPECT_EQ(json["requests"], Json(3));
  EXPECT_EQ(json["forecast"].size(), 2u);
  EXPECT_EQ(json["rows"][0]["name"], Json("Claude Opus 5.5"));
  EXPECT_TRUE(json["rows"][0]["usage"]["cache read"]["tokens"].is_string());
  EXPECT_FALSE(json["rows"][0].contains("day"));
}

TEST_F(CostsTranscript, AreAPageToo) {
  const TemporaryFolder folder;
  const std::string file = folder.file("costs.html");
  const Outcome outcome = costs({"--html", file, "--forecast"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("\nforecast from "));
  EXPECT_THAT(folder.read("costs.html"),
              AllOf(HasSubstr("Costs of Claude on Bedrock"), HasSubstr("Claude Opus 5.5")));
}

TEST_F(CostsTranscript, HaveBarsOnATerminal) {
  RunningProgram program({"costs", "--by", "day"}, variables(), RunningProgram::Through::terminal);
  EXPECT_TRUE(program.read_until("total:"));
  EXPECT_THAT(program.output(), HasSubstr("$"));
  EXPECT_EQ(program.finish().exit_code, 0);
}

TEST_F(CostsTranscript, RefuseWhatCannotBeMeant) {
  EXPECT_EQ(costs({"--by", "week"}).exit_code, 2);
  EXPECT_EQ(costs({"--by", "tag:"}).exit_code, 2);
  EXPECT_EQ(costs({"--since", "yesterday"}).exit_code, 2);
  const Outcome outcome = costs({"--since", "2026-11-02", "--until", "2026-11-02"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("is not after --since"));
  EXPECT_EQ(costs({"--html", "/dev/null/x.html"}).exit_code, 3) << "before anything is asked";
}

TEST_F(CostsTranscript, ByProfileNeedOne) {
  const Outcome outcome = costs({"--by", "profile"});
  EXPECT_EQ(outcome.exit_code, 8) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("application inference profile"));
}

TEST_F(CostsTranscript, EndQuietlyWhenTheReaderGoesAway) {
  RunningProgram program({"costs"}, variables());
  program.close_output();
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.exit_code, 128 + 13);
}

TEST_F(CostsTranscript, OfSomebodyWithoutRightsFail) {
  FakeAws aws({answer(400, R"({"__type":"AccessDeniedException","message":"User is not authorized"})")});
  const Outcome outcome = run({"costs"}, aws.variables());
  EXPECT_EQ(outcome.exit_code, 7) << outcome.err;
  EXPECT_EQ(outcome.out, "");
}

TEST_F(CostsTranscript, AndBudgetsNeedCredentials) {
  EXPECT_EQ(run({"costs"}, {{"AWS_REGION", "eu-west-1"}}).exit_code, 4);
  EXPECT_EQ(run({"budget", "list"}, {{"AWS_REGION", "eu-west-1"}}).exit_code, 4);
}

TEST_F(CostsTranscript, HavePrices) {
  const Outcome outcome = run({"costs", "prices"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              ContainsRegex("\nClaude Opus 5.5 +2026-09-22 +4.00 +20.00 +0.20 +5.00 +8.00 +\\+10 %"));
  EXPECT_THAT(outcome.out, HasSubstr("over 100,000: 0.50 and 2.50"));
  const Json json = json_of(run({"costs", "prices", "--json"}));
  EXPECT_EQ(json["prices"][0]["model"], Json("anthropic.claude-haiku-5-5"));
  EXPECT_EQ(json["prices"][0]["cache_read"], Json(0.01)) << "as it is written on AWS's list";
}

TEST_F(CostsTranscript, HavePricesThatAreComparedWithAwss) {
  const Outcome same = costs({"prices", "--check"});
  EXPECT_EQ(same.exit_code, 0) << same.out << same.err;
  EXPECT_THAT(same.out, HasSubstr("are as AWS lists them"));
  EXPECT_THAT(same.out, HasSubstr("not on AWS's list:"));

  const TemporaryFolder folder;
  const std::string file = folder.write(
      "prices.json", R"({"prices":[{"model":"opus","since":"2026-01-01","input":3.5,"output":20}]})");
  const Outcome other = costs({"prices", "--check", "--prices", file, "--region", "eu-north-1"});
  EXPECT_EQ(other.exit_code, 24);
  EXPECT_THAT(other.out, HasSubstr("Claude Opus 5.5, input, global: AWS lists 4.00, the table has 3.50\n"));
  EXPECT_EQ(costs({"prices", "--prices", folder.file("none.json")}).exit_code, 2);
  folder.write("prices.json", R"({"prices":[{"model":"opus"}]})");
  const Outcome broken = costs({"prices", "--prices", file});
  EXPECT_EQ(broken.exit_code, 2);
  EXPECT_THAT(broken.err, HasSubstr("prices[0].since"));
}

TEST_F(CostsTranscript, ABudgetIsMadeShownListedAndDeleted) {
  const Outcome made = budget({"create", "claude", "--limit", "250", "--mail", "team@example.com", "--sns",
                               "arn:aws:sns:us-east-1:123456789012:costs", "--tag", "team=search"});
  EXPECT_EQ(made.exit_code, 0) << made.err;
  EXPECT_EQ(made.out, "claude of account 000000000000 may cost 250 USD monthly\n");
  EXPECT_EQ(budget({"create", "claude", "--limit", "1"}).exit_code, 10);

  const Outcome shown = budget({"show", "claude"});
  EXPECT_EQ(shown.exit_code, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("limit:    250.00 USD MONTHLY\n"));
  EXPECT_THAT(shown.out, HasSubstr("BILLING_ENTITY is AWS Marketplace"));
  EXPECT_THAT(shown.out, HasSubstr("alert:    costs over 80 % tells team@example.com arn:aws:sns:"));
  EXPECT_THAT(shown.out, HasSubstr("alert:    forecast over 100 % tells "));
  EXPECT_EQ(shown.err, "");

  EXPECT_EQ(budget({"create", "small", "--limit", "0.01", "--mail", "team@example.com"}).exit_code, 0);
  EXPECT_THAT(budget({"show", "small"}).out,
              HasSubstr("alert:    costs over 80 % tells team@example.com (ALARM)\n"));
  EXPECT_EQ(budget({"delete", "small"}).exit_code, 0);

  EXPECT_THAT(budget({"list"}).out, ContainsRegex("\nclaude +MONTHLY +250.00 USD +[0-9.]+ USD "));
  const Json json = json_of(budget({"show", "claude", "--json"}));
  EXPECT_EQ(json["leaves_out_claude"], Json(false));
  EXPECT_EQ(json["alerts"][0]["tells"].size(), 2u);

  EXPECT_EQ(budget({"delete", "claude"}).out, "claude is deleted\n");
  EXPECT_EQ(budget({"show", "claude"}).exit_code, 8);
  EXPECT_EQ(budget({"list"}).err, "account 000000000000 has no budget\n");
}

// AWS has no private endpoint for budgets: another address stands for all that is asked.
TEST_F(CostsTranscript, ABudgetsEndpointKnowsTheAccount) {
  Variables elsewhere = variables();
  const std::string url = elsewhere.at("AWS_ENDPOINT_URL");
  elsewhere["AWS_ENDPOINT_URL"] = "http://127.0.0.1:2";
  const Outcome outcome = run({"budget", "list", "--endpoint-url", url}, elsewhere);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "account 000000000000 has no budget\n");
}

TEST_F(CostsTranscript, ABudgetOfBedrockAloneIsSaidToLeaveClaudeOut) {
  const Outcome made = budget({"create", "old", "--limit", "9.50", "--service", "Amazon Bedrock"});
  EXPECT_EQ(made.exit_code, 0) << made.err;
  EXPECT_THAT(made.err, AllOf(HasSubstr("it tells nobody"), HasSubstr("leaves Claude out")));
  EXPECT_THAT(budget({"list"}).out, HasSubstr("SERVICE is Amazon Bedrock) (without Claude)"));
}

TEST_F(CostsTranscript, ABudgetThatCannotBeMeantIsRefused) {
  EXPECT_EQ(budget({"create", "a", "--limit", "ten"}).exit_code, 2);
  EXPECT_EQ(budget({"create", "a", "--limit", "-5"}).exit_code, 2);
  EXPECT_EQ(budget({"create", "a:b", "--limit", "5"}).exit_code, 2);
  EXPECT_EQ(budget({"create", "a", "--limit", "1", "--alert", "80"}).exit_code, 2);
  EXPECT_EQ(budget({"create", "a", "--limit", "1", "--mail", "b@example.com", "--alert", "much"}).exit_code,
            2);
  EXPECT_EQ(budget({"create", "a", "--limit", "1", "--tag", "team"}).exit_code, 2);
}

TEST_F(CostsTranscript, AQuestionIsEstimatedAndNotAsked) {
  const Outcome counted =
      run({"ask", "--estimate", "--region", "us-east-1", "--model", "claude-haiku-4-5", "Why?"}, variables());
  EXPECT_EQ(counted.exit_code, 0) << counted.err;
  EXPECT_THAT(counted.out, HasSubstr("model:  us.anthropic.claude-haiku-4-5-20251001-v1:0\n"));
  EXPECT_THAT(counted.out, ContainsRegex("\ninput:  [0-9]+ tokens, counted\n"));
  EXPECT_THAT(counted.out, HasSubstr("output: at most 4,096 tokens\n"));
  EXPECT_THAT(counted.out, ContainsRegex("\ncost:   0\\.[0-9]+ to 0\\.0225 USD\n"));
  EXPECT_THAT(counted.out, HasSubstr("with 10 % for the profile's geography"));

  const Outcome guessed =
      run({"ask", "--estimate", "--region", "us-east-1", "--model", "opus", "Why?"}, variables());
  EXPECT_THAT(guessed.out, HasSubstr("guessed from the size of the texts"));
  const Json json =
      json_of(run({"ask", "--estimate", "--json", "--region", "us-east-1", "Why?"}, variables()));
  EXPECT_EQ(json["input_tokens"]["counted"], Json(false));
  EXPECT_TRUE(json["usd"]["most"].is_number());
  const Outcome unknown =
      run({"ask", "--estimate", "--region", "us-east-1", "--model", "anthropic.claude-opus-9", "Why?"},
          variables());
  EXPECT_EQ(unknown.exit_code, 0) << unknown.err;
  EXPECT_THAT(unknown.out, HasSubstr("no price of anthropic.claude-opus-9 is known"));
}

TEST_F(CostsTranscript, AnEstimateNamesTheModelAsThePlatformIsSentIt) {
  const Outcome mantle =
      run({"ask", "--estimate", "--platform", "mantle", "--region", "us-east-1", "--model", "haiku", "Why?"},
          variables());
  EXPECT_EQ(mantle.exit_code, 0) << mantle.err;
  EXPECT_THAT(mantle.out, HasSubstr("model:  anthropic.claude-haiku-5-5\n"));
  const TemporaryFolder folder;
  const std::string file = folder.write("in.jsonl", "{\"prompt\": \"a\"}\n");
  const Outcome batch =
      run({"batch", file, "--estimate", "--engine", "anthropic", "--model", "haiku"}, variables());
  EXPECT_EQ(batch.exit_code, 0) << batch.err;
  EXPECT_THAT(batch.out, HasSubstr("model:  claude-haiku-5-5\n"));
}

TEST_F(CostsTranscript, ABatchIsEstimatedAtHalfThePrice) {
  const TemporaryFolder folder;
  const std::string lines = "{\"prompt\": \"a\"}\n{\"prompt\": \"b\"}\n";
  const std::string file = folder.write("in.jsonl", lines);
  const std::vector<std::string> arguments = {"batch",     file,      "--estimate",       "--region",
                                              "us-east-1", "--model", "claude-haiku-4-5", "--max-tokens",
                                              "1000"};
  const Outcome each = run(arguments, variables());
  EXPECT_EQ(each.exit_code, 0) << each.err;
  EXPECT_THAT(each.out, AllOf(HasSubstr("calls:  2\n"), HasSubstr("output: at most 2,000 tokens\n"),
                              HasSubstr(" to 0.011 USD\n")));
  std::vector<std::string> job = arguments;
  job.insert(job.end(), {"--engine", "bedrock"});
  const Outcome half = run(job, variables());
  EXPECT_EQ(half.exit_code, 0) << half.err;
  EXPECT_THAT(half.out, HasSubstr(" USD, at half price as a batch\n"));
  job.push_back("--json");
  const Json json = json_of(run(job, variables()));
  EXPECT_EQ(json["calls"], Json(2));
  EXPECT_EQ(json["batch"], Json(true));
  EXPECT_EQ(run({"batch", file, "--json"}, variables()).exit_code, 2) << "nothing else of it is JSON";

  // What no job can be made of has no price as a job.
  std::replace(job.begin(), job.end(), std::string("claude-haiku-4-5"), std::string("haiku"));
  const Outcome no_batch = run(job, variables());
  EXPECT_EQ(no_batch.exit_code, 2);
  EXPECT_THAT(no_batch.err, HasSubstr("Claude Haiku 5.5 has no batch inference on Bedrock"));
  folder.write("in.jsonl", lines + "{}\n");
  const Outcome broken = run(arguments, variables());
  EXPECT_EQ(broken.exit_code, 23);
  EXPECT_THAT(broken.err, HasSubstr("1 lines cannot be asked"));
}

}  // namespace
}  // namespace anthropic::internal::cli
