#pragma once

#include <string>
#include <vector>

#include "arguments/command.hpp"
#include "connection/connection_options.hpp"

namespace anthropic::internal::cli {

struct RegionsOptions {
  std::string model = {};
  std::string geography = {};
  std::vector<std::string> only = {};  ///< Regions.
  bool live = false;
  bool measure = false;
  int probes = 3;
  std::vector<std::string> endpoints = {};  ///< "eu-west-1=https://…"
  std::string html = {};
  AwsOptions aws = {};
  bool json = false;
};

Command regions_command();

}  // namespace anthropic::internal::cli
