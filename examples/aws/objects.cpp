// Stores an object in S3, reads it back piece by piece, and lists what is there: objects BUCKET
#include <iostream>

#include <anthropic/aws/s3.hpp>

namespace aws = anthropic::aws;

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: objects BUCKET\n";
    return 2;
  }
  const std::string bucket = argv[1];
  const aws::S3 s3;

  // A bucket that is ours already is as good as a new one.
  const auto made = s3.create_bucket({.bucket = bucket});
  if (!made && made.error().kind != anthropic::ErrorKind::conflict) {
    std::cerr << made.error().to_string() << '\n' << made.error().hint << '\n';
    return 1;
  }

  // From memory; `body_file` or `body_source` for what is large. Above 16 MiB it goes in parts.
  const auto put = s3.put_object({.bucket = bucket,
                                  .key = "prompts/grün + blau.txt",
                                  .body = "Why is the sky blue?\n",
                                  .content_type = "text/plain; charset=utf-8",
                                  .metadata = {{"author", "example"}}});
  if (!put) {
    std::cerr << put.error().to_string() << '\n' << put.error().hint << '\n';
    return 1;
  }

  // Into a sink, so that the whole object is never in memory.
  const auto got = s3.get_object({.bucket = bucket,
                                  .key = "prompts/grün + blau.txt",
                                  .body_sink = [](std::string_view piece) -> anthropic::Result<void> {
                                    std::cout << piece;
                                    return {};
                                  }});
  if (!got) {
    std::cerr << got.error().to_string() << '\n';
    return 1;
  }
  std::cout << got->content_length << " bytes of " << got->content_type.value_or("?") << " by "
            << got->metadata.at("author") << '\n';

  // Page after page, as far as it is read; a failure would be an exception here.
  for (const aws::S3Object& object : s3.list_objects_v2_all({.bucket = bucket, .prefix = "prompts/"})) {
    std::cout << object.key << '\n';
  }
}
