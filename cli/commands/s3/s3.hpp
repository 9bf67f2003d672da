#pragma once

#include <string>
#include <string_view>

#include <anthropic/aws/s3.hpp>

#include "connection/aws_session.hpp"

namespace anthropic::cli {

struct S3GetOptions {
  AwsOptions aws = {};
  std::string uri = {};   ///< "s3://bucket/key"
  std::string file = {};  ///< "-": standard output; empty: the key's last part, in this folder.
};

struct S3PutOptions {
  AwsOptions aws = {};
  std::string file = {};  ///< "-": standard input.
  std::string uri = {};   ///< A key that is empty or ends with '/' gets the file's name.
  std::string content_type = {};
};

struct S3ListOptions {
  AwsOptions aws = {};
  std::string uri = {};    ///< Empty: the buckets.
  bool recursive = false;  ///< Every key, not one level of "folders".
};

int run_s3_get(const S3GetOptions& options, Console& console);
int run_s3_put(const S3PutOptions& options, Console& console);
int run_s3_ls(const S3ListOptions& options, Console& console);

/// One page of a list, as lines.
std::string s3_list_text(const aws::ListObjectsV2Output& page);
std::string s3_buckets_text(const aws::ListBucketsOutput& page);

/// The part behind the last '/'.
std::string_view last_part(std::string_view path);

}  // namespace anthropic::cli
