#include "commands/s3/s3.hpp"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <unistd.h>
#include <utility>

#include <anthropic/json.hpp>

#include "base/file/open_file.hpp"
#include "base/file/read_write.hpp"
#include "base/file/replacement_file.hpp"
#include "base/time/time_format.hpp"
#include "connection/aws_session.hpp"
#include "errors/exit_codes.hpp"
#include "errors/failed_call.hpp"
#include "errors/report_error.hpp"
#include "io/progress.hpp"
#include "text/json_text.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

// A place with a key, unless only the bucket is needed.
Result<aws::S3Uri> place_of(const std::string& text, bool needs_key) {
  Result<aws::S3Uri> uri = aws::parse_s3_uri(text);
  if (!uri) return usage_error(uri.error().message, "write s3://bucket/key");
  if (needs_key && uri->key.empty()) return usage_error(text + " names no object", "write s3://bucket/key");
  return uri;
}

std::string uri_of(const aws::S3Uri& place) {
  return "s3://" + place.bucket + "/" + place.key;
}

std::string iso_or_empty(const std::optional<SystemTime>& time) {
  return time ? format_iso8601(*time) : "";
}

Json object_json(const aws::S3Object& object) {
  return Json::object({{"key", object.key},
                       {"size", object.size},
                       {"last_modified", iso_or_empty(object.last_modified)},
                       {"e_tag", object.e_tag},
                       {"storage_class", object.storage_class.value_or("")}});
}

// What is said of an object that is in a file now.
Json got_json(const aws::S3Uri& place, const aws::GetObjectOutput& object, const std::string& file) {
  Json metadata = Json::object();
  for (const auto& [name, value] : object.metadata) metadata.set(name, value);
  return Json::object({{"uri", uri_of(place)},
                       {"file", file},
                       {"size", object.content_length},
                       {"content_type", object.content_type.value_or("")},
                       {"e_tag", object.e_tag},
                       {"last_modified", iso_or_empty(object.last_modified)},
                       {"version_id", object.version_id.value_or("")},
                       {"metadata", std::move(metadata)}});
}

int finish_get(const aws::S3Uri& place, const Result<aws::GetObjectOutput>& object, const std::string& file,
               bool json, Console& console, const Interrupts& interrupts) {
  if (console.out.failure() != 0) return console.finish(kExitOk);
  if (!object) return report_failed_call(console, object.error(), interrupts);
  if (json) console.out.write(json_line(got_json(place, *object, file)));
  return console.finish(kExitOk);
}

// Standard input as a source of bytes, which Ctrl-C ends with the upload.
aws::ObjectSource source_of(int fd, const std::string& name, Progress& progress,
                            std::optional<std::int64_t> size) {
  return [fd, name, &progress, size](char* buffer, std::size_t capacity) -> Result<std::size_t> {
    const ssize_t count = read_some(fd, buffer, capacity);
    if (count < 0) return usage_error(cannot_read_file(name, errno).message);
    progress.add(count, size);
    return static_cast<std::size_t>(count);
  };
}

void declare_get(Declaration& declaration, S3GetOptions& options) {
  declare_service_options(declaration, options.aws, options.json);
  declaration.argument("uri", options.uri, "s3://bucket/key").required();
  declaration.argument("file", options.file, "Where to; - for standard output; else the key's last part");
}

void declare_put(Declaration& declaration, S3PutOptions& options) {
  declare_service_options(declaration, options.aws, options.json);
  declaration.argument("file", options.file, "What; - for standard input").required();
  declaration.argument("uri", options.uri, "s3://bucket/key; behind a / the file's name is added").required();
  declaration.text("--content-type", options.content_type, "TYPE", "Such as text/plain");
}

void declare_list(Declaration& declaration, S3ListOptions& options) {
  declare_service_options(declaration, options.aws, options.json);
  declaration.argument("uri", options.uri, "s3://bucket/prefix; without it: the buckets");
  declaration.flag("--recursive", options.recursive, "Every key, not what is up to the next / only");
}

}  // namespace

std::string_view last_part(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

int run_s3_get(const S3GetOptions& options, Console& console) {
  const Result<aws::S3Uri> place = place_of(options.uri, true);
  if (!place) return report_usage(console.err, place.error());
  const bool to_output = options.file == "-";
  if (to_output && options.json)
    return report_usage(console.err, usage_error("--json and - both want standard output"));
  const std::string file = options.file.empty() ? std::string(last_part(place->key)) : options.file;
  if (file.empty() || file == "." || file == "..")
    return report_usage(console.err, usage_error("the key names no file", "give a file's name behind it"));
  std::unique_ptr<ReplacementFile> partial;
  if (!to_output) {
    auto begun = ReplacementFile::begin(file, {.writes_to_devices = true});
    if (!begun) return report_usage(console.err, begun.error());
    partial = *std::move(begun);
  }

  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  const aws::S3 s3(open_session(options.aws, interrupts.token()), client_options(options.aws));
  Progress progress(console.err);
  aws::GetObjectInput input;
  input.bucket = place->bucket;
  input.key = place->key;
  Result<void> written;
  std::string begun;  // a character that the next piece goes on with
  const auto print = [&](std::string_view piece) {
    if (!console.out.is_terminal()) return console.out.write(piece);
    begun += piece;
    const std::size_t whole = whole_characters(begun);
    const bool is_written = console.out.write(std::string_view(begun).substr(0, whole));
    begun.erase(0, whole);
    return is_written;
  };
  input.body_sink = [&](std::string_view piece) -> Result<void> {
    progress.add(static_cast<std::int64_t>(piece.size()));
    if (partial) return written = partial->write(piece);
    if (print(piece)) return {};
    return usage_error("standard output has been closed");
  };
  const Result<aws::GetObjectOutput> object = s3.get_object(input, {.stop_token = interrupts.token()});
  progress.clear();
  console.out.write(begun);
  if (object && partial) written = partial->commit();
  if (!written) {
    report_usage(console.err, written.error());
    return kExitUnexpected;
  }
  return finish_get(*place, object, file, options.json, console, interrupts);
}

int run_s3_put(const S3PutOptions& options, Console& console) {
  Result<aws::S3Uri> place = place_of(options.uri, false);
  if (!place) return report_usage(console.err, place.error());
  const bool from_input = options.file == "-";
  if (place->key.empty() || place->key.ends_with('/')) {
    const std::string_view name = from_input ? "" : last_part(options.file);
    if (name.empty()) return report_usage(console.err, usage_error(options.uri + " names no object"));
    place->key += name;
  }
  const OpenedFile file = from_input ? OpenedFile() : open_to_read(options.file, Readable::files_and_pipes);
  if (!from_input && !file.descriptor.is_open())
    return report_usage(console.err, cannot_read_file(options.file, file.why));

  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  const aws::S3 s3(open_session(options.aws, interrupts.token()), client_options(options.aws));
  Progress progress(console.err);
  aws::PutObjectInput input;
  input.bucket = place->bucket;
  input.key = place->key;
  input.content_type = options.content_type;
  // Only a source tells how far it has been read; only a file is known to have stayed the same.
  if (file.is_regular && !console.err.is_terminal()) {
    input.body_file = options.file;
  } else {
    const auto size = static_cast<std::int64_t>(file.size);
    input.body_source = source_of(from_input ? STDIN_FILENO : file.descriptor.get(),
                                  from_input ? "standard input" : options.file, progress,
                                  file.is_regular ? std::optional(size) : std::nullopt);
  }
  const Result<aws::PutObjectOutput> output = s3.put_object(input, {.stop_token = interrupts.token()});
  progress.clear();
  if (!output) return report_failed_call(console, output.error(), interrupts);
  if (options.json) {
    console.out.write(json_line(Json::object({{"uri", uri_of(*place)},
                                              {"e_tag", output->e_tag},
                                              {"version_id", output->version_id.value_or("")},
                                              {"checksum_crc32", output->checksum_crc32.value_or("")},
                                              {"parts", output->parts}})));
  }
  return console.finish(kExitOk);
}

std::string s3_list_text(const aws::ListObjectsV2Output& page) {
  constexpr std::size_t kTimeWidth = 20;
  constexpr std::size_t kSizeWidth = 14;
  std::string out;
  for (const std::string& prefix : page.common_prefixes)
    out += std::string(kTimeWidth + kSizeWidth - 4, ' ') + "PRE  " + list_name(prefix) + "\n";
  for (const aws::S3Object& object : page.contents) {
    const std::string size = std::to_string(object.size);
    std::string time = iso_or_empty(object.last_modified);
    time.resize(std::max(time.size(), kTimeWidth), ' ');
    out += time;
    out.append(size.size() < kSizeWidth ? kSizeWidth - size.size() : 1, ' ');
    out += size + "  " + list_name(object.key) + "\n";
  }
  return out;
}

std::string s3_bucket_text(const aws::S3Bucket& bucket) {
  constexpr std::size_t kTimeWidth = 20;
  std::string text = iso_or_empty(bucket.creation_date);
  text.resize(std::max(text.size(), kTimeWidth), ' ');
  text += "  " + list_name(bucket.name);
  if (bucket.bucket_region) text += "  " + list_name(*bucket.bucket_region);
  return text + "\n";
}

namespace {

int list_the_buckets(const S3ListOptions& options, Console& console) {
  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  const aws::S3 s3(open_session(options.aws, interrupts.token()), client_options(options.aws));
  Json buckets = Json::array();
  auto listed = s3.list_buckets_all({}, {.stop_token = interrupts.token()});
  while (const aws::S3Bucket* bucket = listed.next()) {
    if (!options.json) {
      if (!console.out.write(s3_bucket_text(*bucket))) break;
      continue;
    }
    buckets.push_back(Json::object({{"name", bucket->name},
                                    {"creation_date", iso_or_empty(bucket->creation_date)},
                                    {"region", bucket->bucket_region.value_or("")}}));
  }
  if (const Error* error = listed.error()) return report_failed_call(console, *error, interrupts);
  if (options.json) console.out.write(json_line(Json::object({{"buckets", std::move(buckets)}})));
  return console.finish(kExitOk);
}

}  // namespace

int run_s3_ls(const S3ListOptions& options, Console& console) {
  if (options.uri.empty() || options.uri == "s3://") {
    if (options.recursive) return report_usage(console.err, usage_error("--recursive needs s3://bucket"));
    return list_the_buckets(options, console);
  }
  const Result<aws::S3Uri> place = place_of(options.uri, false);
  if (!place) return report_usage(console.err, place.error());
  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  const aws::S3 s3(open_session(options.aws, interrupts.token()), client_options(options.aws));
  aws::ListObjectsV2Input input;
  input.bucket = place->bucket;
  input.prefix = place->key;
  if (!options.recursive) input.delimiter = "/";

  Json objects = Json::array();
  Json prefixes = Json::array();
  auto listed = s3.list_objects_v2_pages(input, {.stop_token = interrupts.token()});
  while (const aws::ListObjectsV2Output* page = listed.next()) {
    if (!options.json) {
      if (!console.out.write(s3_list_text(*page))) break;
      continue;
    }
    for (const aws::S3Object& object : page->contents) objects.push_back(object_json(object));
    for (const std::string& prefix : page->common_prefixes) prefixes.push_back(prefix);
  }
  if (const Error* error = listed.error()) return report_failed_call(console, *error, interrupts);
  if (options.json) {
    const Json list = Json::object({{"objects", std::move(objects)}, {"prefixes", std::move(prefixes)}});
    console.out.write(json_line(list));
  }
  return console.finish(kExitOk);
}

Command s3_command() {
  constexpr const char* kExamples = R"(  claude-bedrock s3 ls s3://papers/2026/
  claude-bedrock s3 get s3://papers/2026/a.pdf
  claude-bedrock s3 get s3://papers/notes.txt - | claude-bedrock ask "Sum this up"
  tar c src | claude-bedrock s3 put - s3://backups/src.tar
)";
  return {.name = "s3",
          .about = "Get, put and list objects of Amazon S3",
          .examples = kExamples,
          .subcommands = {{.name = "get",
                           .about = "Fetch an object",
                           .examples = kExamples,
                           .declare = with_options(declare_get, run_s3_get)},
                          {.name = "put",
                           .about = "Store an object",
                           .examples = kExamples,
                           .declare = with_options(declare_put, run_s3_put)},
                          {.name = "ls",
                           .about = "List objects or buckets",
                           .examples = kExamples,
                           .declare = with_options(declare_list, run_s3_ls)}}};
}

}  // namespace anthropic::internal::cli
