#pragma once

#include <string>
#include <string_view>

#include <anthropic/aws/s3.hpp>

#include "arguments/command.hpp"
#include "base/public_names.hpp"
#include "connection/connection_options.hpp"

namespace anthropic::internal::cli {

struct S3GetOptions {
  AwsOptions aws = {};
  bool json = false;
  std::string uri = {};   ///< "s3://bucket/key"
  std::string file = {};  ///< "-": standard output; empty: the key's last part, in this folder.
};

struct S3PutOptions {
  AwsOptions aws = {};
  bool json = false;
  std::string file = {};  ///< "-": standard input.
  std::string uri = {};   ///< A key that is empty or ends with '/' gets the file's name.
  std::string content_type = {};
};

struct S3ListOptions {
  AwsOptions aws = {};
  bool json = false;
  std::string uri = {};    ///< Empty: the buckets.
  bool recursive = false;  ///< Every key, not one level of "folders".
};

int run_s3_get(const S3GetOptions& options, Console& console);
int run_s3_put(const S3PutOptions& options, Console& console);
int run_s3_ls(const S3ListOptions& options, Console& console);

/// One page of a list, as lines.
std::string s3_list_text(const aws::ListObjectsV2Output& page);
/// A line of the list of buckets.
std::string s3_bucket_text(const aws::S3Bucket& bucket);

/// The part behind the last '/'.
std::string_view last_part(std::string_view path);

Command s3_command();

}  // namespace anthropic::internal::cli
