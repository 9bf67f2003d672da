#include "local/converse/check_blocks.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "base/text/text.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::size_t kMostDocuments = 5;

// Bedrock takes underscores, which its words do not name.
bool is_document_name(std::string_view name) {
  bool after_space = false;
  for (const char c : name) {
    const bool is_space = c == ' ' || c == '\n';
    if (is_space && after_space) return false;
    if (!is_space && !is_letter_or_digit(c) && std::string_view("-()[]_").find(c) == std::string_view::npos)
      return false;
    after_space = is_space;
  }
  return true;
}

Checked refuse_s3(const Json& source, const std::string& where) {
  if (!source["s3Location"].is_object()) return std::nullopt;
  return refuse_input(place(where, "source.s3Location") +
                      ": This model doesn't take files from Amazon S3. Send their bytes.");
}

class BlockChecker {
 public:
  Checked check_message(const Json& message, const std::string& where) {
    bool has_document = false;
    bool has_text = false;
    const Json& content = message["content"];
    for (std::size_t i = 0; i < content.size(); ++i) {
      if (auto refusal = check_block(content[i], place(where, i))) return refusal;
      has_document |= content[i]["document"].is_object();
      has_text |= content[i]["text"].is_string();
    }
    if (has_document && !has_text)
      return refuse_input(
          "A text block must be included when using documents. Add a text block and retry your request.");
    return std::nullopt;
  }

 private:
  Checked check_block(const Json& block, const std::string& where) {
    for (const std::string_view kind : {"video", "audio"}) {
      if (!block[kind].is_null())
        return refuse_input(place(where, kind) + ": This model doesn't support " + std::string(kind) + ".");
    }
    for (const std::string_view kind : {"toolAddition", "toolRemoval"}) {
      if (!block[kind].is_null())
        return refuse_input("This model doesn't support the " + std::string(kind) +
                            " field for system messages.");
    }
    if (block["image"].is_object()) return refuse_s3(block["image"]["source"], place(where, "image"));
    if (block["document"].is_object()) return check_document(block["document"], place(where, "document"));
    if (block["toolUse"].is_object()) return check_input(block["toolUse"], place(where, "toolUse"));
    if (block["toolResult"].is_object()) return check_result(block["toolResult"], place(where, "toolResult"));
    return std::nullopt;
  }

  static Checked check_input(const Json& use, const std::string& where) {
    const Json& input = use["input"];
    if (input.is_object()) return std::nullopt;
    if (input.is_null()) return refuse_input("The value at " + place(where, "input") + " is empty.");
    return refuse_input("The format of the value at " + place(where, "input") +
                        " is invalid. Provide a json object for the field and try again.");
  }

  Checked check_result(const Json& result, const std::string& where) {
    const Json& content = result["content"];
    if (content.empty() && result["status"].as_string() == "error")
      return refuse_input("The content field at " + where + " cannot be empty when status value is error.");
    for (std::size_t i = 0; i < content.size(); ++i) {
      if (auto refusal = check_block(content[i], place(place(where, "content"), i))) return refusal;
    }
    return std::nullopt;
  }

  Checked check_document(const Json& document, const std::string& where) {
    if (auto refusal = refuse_s3(document["source"], where)) return refusal;
    const std::string name = document["name"].string_or("");
    if (!is_document_name(name))
      return refuse_input(
          "The document file name can only contain alphanumeric characters, whitespace characters, hyphens, "
          "parentheses, and square brackets. The name can't contain more than one consecutive whitespace "
          "character. Check that the file name conforms to these restrictions and retry your request.");
    if (!names_.insert(name).second) return refuse_input("Messages can't contain duplicate document names.");
    if (names_.size() > kMostDocuments)
      return refuse_input("You can't include more than 5 documents in a request.");
    const std::string format = document["format"].string_or("txt");
    if (document["citations"]["enabled"].as_bool().value_or(false) && format != "txt" && format != "pdf")
      return refuse_input(
          "Unsupported document format. Only txt and pdf formats are supported when citations are enabled");
    return std::nullopt;
  }

  std::set<std::string> names_;  // of all documents
};

Checked check_tool_specs(const Json& tools) {
  for (std::size_t i = 0; i < tools.size(); ++i) {
    const std::string where = place("toolConfig.tools", i);
    if (tools[i]["systemTool"].is_object())
      return refuse_input(place(where, "systemTool") + ": This model doesn't support system tools.");
    const Json& spec = tools[i]["toolSpec"];
    if (spec.is_object() && spec["inputSchema"]["json"]["type"].as_string() != "object")
      return refuse_input("The value at " + where +
                          ".toolSpec.inputSchema.json.type must be one of the following: object.");
  }
  return std::nullopt;
}

}  // namespace

Checked check_blocks(const Json& request) {
  BlockChecker checker;
  const Json& messages = request["messages"];
  for (std::size_t i = 0; i < messages.size(); ++i) {
    if (auto refusal = checker.check_message(messages[i], place(place("messages", i), "content")))
      return refusal;
  }
  return check_tool_specs(request["toolConfig"]["tools"]);
}

}  // namespace anthropic::internal::local
