#include "commands/regions/regions.hpp"

#include <anthropic/operations/regions.hpp>

#include "commands/regions/regions_text.hpp"
#include "connection/aws_session.hpp"
#include "connection/model_options.hpp"
#include "errors/exit_codes.hpp"
#include "errors/failed_call.hpp"
#include "errors/report_error.hpp"
#include "report/html_output.hpp"
#include "text/json_text.hpp"

namespace anthropic::internal::cli {
namespace {

void declare(Declaration& declaration, RegionsOptions& options) {
  declaration.text("-m,--model", options.model, "ID", "The model; else CLAUDE_BEDROCK_MODEL, else haiku")
      .suggests({"haiku", "sonnet", "opus"});
  declaration
      .text("--geo", options.geography, "NAME", "Only through a geography's profiles, and what that keeps")
      .suggests({"us", "eu", "au", "jp", "in", "us-gov", "global"});
  declaration.text("--in", options.only, "REGION", "Only this region; may be repeated");
  declaration.flag("--live", options.live, "Ask each region for its models and inference profiles");
  declaration.flag("--measure", options.measure,
                   "Call the model in each region, and tell how soon it answers");
  declaration.number("--probes", options.probes, 1, 20, "N", "How many calls a region gets (default 3)")
      .needs("--measure");
  declaration
      .text("--endpoint", options.endpoints, "REGION=URL",
            "Measure a region at this address; may be repeated")
      .needs("--measure");
  declare_html_option(declaration, options.html);
  declare_service_options(declaration, options.aws, options.json);
}

StringList regions_of(const RegionsOptions& options) {
  StringList regions = options.only;
  if (regions.empty() && !options.aws.region.empty()) regions.push_back(options.aws.region);
  return regions;
}

Result<std::vector<NameAndValue>> read_endpoints(const std::vector<std::string>& texts) {
  std::vector<NameAndValue> endpoints;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
      return usage_error("--endpoint " + text + " is no region and URL",
                         "write --endpoint eu-west-1=https://…");
    endpoints.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return endpoints;
}

Result<operations::MeasureOptions> measure_options(const RegionsOptions& options, const std::string& model) {
  auto endpoints = read_endpoints(options.endpoints);
  if (!endpoints) return endpoints.error();
  return operations::MeasureOptions{.model = model,
                                    .geography = options.geography,
                                    .regions = regions_of(options),
                                    .probes = options.probes,
                                    .endpoint_url = options.aws.endpoint_url,
                                    .endpoint_urls = *std::move(endpoints)};
}

/// The first error, if no probe of any region was answered.
const Error* failure_of(const std::vector<operations::RegionMeasurement>& measured) {
  const Error* first = nullptr;
  for (const operations::RegionMeasurement& region : measured) {
    for (const operations::RegionProbe& probe : region.probes) {
      if (!probe.error) return nullptr;
      if (!first) first = &*probe.error;
    }
  }
  return first;
}

/// The same of regions that were asked.
const Error* failure_of(const std::vector<operations::ModelRegion>& regions) {
  for (const operations::ModelRegion& region : regions) {
    if (!region.error) return nullptr;
  }
  return regions.empty() ? nullptr : &*regions.front().error;
}

int print(const RegionsOptions& options, const RegionsFound& found, HtmlOutput& page, Console& console) {
  if (options.json) {
    console.out.write(json_line(regions_json(found)));
  } else {
    console.out.write(regions_text(found, text_style(console.out)));
    console.err.write(failures_text(found));
  }
  return page.is_wanted() ? page.write(regions_report(found), console) : kExitOk;
}

int measure(const RegionsOptions& options, RegionsFound found, HtmlOutput& page, Console& console) {
  auto wanted = measure_options(options, found.model);
  if (!wanted) return report_usage(console.err, wanted.error());
  const auto plan = operations::plan_measurement(*wanted);
  if (!plan) return report_usage(console.err, plan.error());
  console.err.write(plan_text(*plan));
  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  wanted->stop_token = interrupts.token();
  auto measured = operations::measure_regions(open_session(options.aws, interrupts.token()), *wanted);
  if (!measured) return report_failed_call(console, measured.error(), interrupts);
  found.measured = *std::move(measured);
  if (const int code = print(options, found, page, console); code != kExitOk) return code;
  if (const Error* failure = failure_of(found.measured))
    return report_failed_call(console, *failure, interrupts);
  return console.finish(kExitOk);
}

int list(const RegionsOptions& options, RegionsFound found, HtmlOutput& page, Console& console) {
  const operations::ModelRegionsOptions wanted{
      .model = found.model, .geography = options.geography, .regions = regions_of(options)};
  auto known = operations::known_model_regions(wanted);
  if (!known) return report_usage(console.err, known.error());
  found.regions = *std::move(known);
  if (!options.live) {
    if (const int code = print(options, found, page, console); code != kExitOk) return code;
    return console.finish(kExitOk);
  }
  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  auto asked =
      operations::find_model_regions(open_session(options.aws, interrupts.token()), wanted,
                                     client_options(options.aws), {.stop_token = interrupts.token()});
  if (!asked) return report_failed_call(console, asked.error(), interrupts);
  found.regions = *std::move(asked);
  if (const Error* failure = failure_of(found.regions))
    return report_failed_call(console, *failure, interrupts);
  if (const int code = print(options, found, page, console); code != kExitOk) return code;
  return console.finish(kExitOk);
}

int run_regions(const RegionsOptions& options, Console& console) {
  if (options.live && options.measure)
    return report_usage(console.err, usage_error("--live and --measure cannot be used together"));
  RegionsFound found{.model = chosen_model({.model = options.model})};
  if (!options.geography.empty()) {
    auto geography = operations::find_geography(options.geography);
    if (!geography) return report_usage(console.err, geography.error());
    found.geography = *std::move(geography);
  }
  HtmlOutput page(options.html);
  if (const int code = page.begin(console); code != kExitOk) return code;
  return options.measure ? measure(options, std::move(found), page, console)
                         : list(options, std::move(found), page, console);
}

}  // namespace

Command regions_command() {
  return {.name = "regions",
          .about = "Where a model is served, where its requests go, and which region answers soonest",
          .examples = R"(  claude-bedrock regions --model sonnet
  claude-bedrock regions --geo eu --live
  claude-bedrock regions --measure --in us-east-1 --in eu-central-1
)",
          .declare = with_options(declare, run_regions)};
}

}  // namespace anthropic::internal::cli
