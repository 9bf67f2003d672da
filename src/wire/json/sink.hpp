#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/json.hpp>

// Each type of the API is written in one place, piece by piece, into a sink: text for the wire, a Json value
// for people, a count to allocate by, or a check of its characters.

namespace anthropic::internal {

/// For whom a value is written.
enum class Audience {
  record,         ///< To be read again by this library: nothing is left out.
  server,         ///< A server: without what only this library knows.
  strict_server,  ///< One that refuses members which only answers have: without those too.
};

class JsonSink {
 public:
  explicit JsonSink(Audience audience) : audience_(audience) {}
  virtual ~JsonSink() = default;

  Audience audience() const { return audience_; }

  virtual void begin_object() = 0;
  virtual void end_object() = 0;
  virtual void begin_array() = 0;
  virtual void end_array() = 0;
  virtual void name(std::string_view text) = 0;
  virtual void string(std::string_view text) = 0;
  virtual void value(const Json& json) = 0;

 private:
  Audience audience_;
};

/// Appends JSON text to a string.
class TextSink final : public JsonSink {
 public:
  TextSink(std::string& out, Audience audience) : JsonSink(audience), out_(out) {}

  void begin_object() override;
  void end_object() override;
  void begin_array() override;
  void end_array() override;
  void name(std::string_view text) override;
  void string(std::string_view text) override;
  void value(const Json& json) override;

 private:
  void separate();
  std::string& out_;
  bool needs_comma_ = false;
};

/// Builds a Json value.
class TreeSink final : public JsonSink {
 public:
  TreeSink() : JsonSink(Audience::record) {}

  void begin_object() override;
  void end_object() override;
  void begin_array() override;
  void end_array() override;
  void name(std::string_view text) override;
  void string(std::string_view text) override;
  void value(const Json& json) override;

  Json take() { return std::move(done_); }

 private:
  struct Level {
    Json value;
    std::string name;  // of the member that comes next
  };
  void add(Json json);
  void close();
  std::vector<Level> open_;
  Json done_;
};

/// Counts about how many bytes the text will have, escapes aside.
class SizeSink final : public JsonSink {
 public:
  explicit SizeSink(Audience audience) : JsonSink(audience) {}

  void begin_object() override { size_ += 2; }
  void end_object() override {}
  void begin_array() override { size_ += 2; }
  void end_array() override {}
  void name(std::string_view text) override { size_ += text.size() + 4; }
  void string(std::string_view text) override { size_ += text.size() + 3; }
  void value(const Json& json) override;

  std::size_t size() const { return size_; }

 private:
  std::size_t size_ = 0;
};

/// Finds out whether all text is UTF-8.
class Utf8Sink final : public JsonSink {
 public:
  Utf8Sink() : JsonSink(Audience::server) {}

  void begin_object() override {}
  void end_object() override {}
  void begin_array() override {}
  void end_array() override {}
  void name(std::string_view text) override { string(text); }
  void string(std::string_view text) override;
  void value(const Json& json) override;

  bool is_utf8() const { return is_utf8_; }

 private:
  bool is_utf8_ = true;
};

/// The members of one object, written in turn. A member of `extra` replaces a typed one of its name, unless
/// it is null or empty; those that are left are written at the end.
class ObjectWriter {
 public:
  /// `type`, unless empty, is written as the member "type".
  ObjectWriter(JsonSink& sink, const Json& extra, std::string_view type = {});

  /// Whether the member is to be written; then its name already is.
  bool begin(std::string_view name);
  void string(std::string_view name, std::string_view value);
  void value(std::string_view name, const Json& value);
  void strings(std::string_view name, const std::vector<std::string>& values);
  void end();

  JsonSink& sink() { return sink_; }

 private:
  bool is_replaced(const Json::Member& member) const;

  JsonSink& sink_;
  const Json& extra_;
  std::string_view type_;
  std::vector<std::string_view> replaced_;
};

/// Null, or an empty string, array or object.
bool says_nothing(const Json& json);

}  // namespace anthropic::internal
