#include "commands/iam/iam.hpp"
#include "commands/iam/iam_needs.hpp"
#include "connection/aws_session.hpp"
#include "errors/exit_codes.hpp"
#include "errors/failed_call.hpp"
#include "errors/report_error.hpp"
#include "text/json_text.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

using operations::Policy;
using operations::PolicyDocument;

struct NamedDocument {
  const char* name;
  const char* made_with;  ///< The option without which there is none.
  const PolicyDocument* document;
};

std::vector<NamedDocument> documents_of(const Policy& policy) {
  const auto address = [](const std::optional<PolicyDocument>& document) {
    return document ? &*document : nullptr;
  };
  return {{"policy", "", &policy.identity},
          {"batch-role", "--batch", address(policy.batch_role)},
          {"trust", "--batch", address(policy.batch_trust)},
          {"vpc-endpoint", "--vpc-endpoint", address(policy.vpc_endpoint)}};
}

void write_notes(const Policy& policy, const std::string& shown, Console& console) {
  for (const std::string& note : policy.notes) console.err.write("note: " + on_one_line(note) + "\n");
  for (const NamedDocument& one : documents_of(policy)) {
    if (one.document && one.name != shown)
      console.err.write("note: there is another policy: --document " + std::string(one.name) + "\n");
  }
}

}  // namespace

Json policy_json(const Policy& policy) {
  Json json = Json::object();
  for (const NamedDocument& one : documents_of(policy)) {
    if (one.document) json.set(one.name, one.document->to_json());
  }
  Json notes = Json::array();
  for (const std::string& note : policy.notes) notes.push_back(note);
  json.set("notes", std::move(notes));
  return json;
}

int run_iam_policy(const IamPolicyOptions& options, Console& console) {
  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  const aws::Session session = open_session(options.aws, interrupts.token());
  const aws::ClientOptions client = client_options(options.aws);
  const aws::CallOptions call = {.stop_token = interrupts.token()};
  const auto needs = complete_needs(options.iam, session, client, call);
  if (!needs) return report_refused_input(console, needs.error(), interrupts);
  const auto destinations = ask_for_destinations(options.iam, session, *needs, client, call);
  if (!destinations) return report_refused_input(console, destinations.error(), interrupts);
  const Result<Policy> policy = operations::iam_policy(*needs, *destinations);
  if (!policy) return report_refused_input(console, policy.error(), interrupts);
  if (options.json) {
    console.out.write(json_line(policy_json(*policy)));
    return console.finish(kExitOk);
  }
  for (const NamedDocument& one : documents_of(*policy)) {
    if (one.name != options.document) continue;
    if (!one.document)
      return report_usage(console.err,
                          usage_error("--document " + options.document + " needs " + one.made_with));
    console.out.write(escaped_json(one.document->to_json().pretty()) + "\n");
  }
  write_notes(*policy, options.document, console);
  return console.finish(kExitOk);
}

}  // namespace anthropic::internal::cli
