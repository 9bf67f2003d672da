#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <cstddef>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>

#include <anthropic/lifetime_bound.hpp>
#include <anthropic/stream_event.hpp>

namespace anthropic::inline v0 {

class TextStream;

/// An answer that is still arriving. Move-only; destroying it closes the connection.
///
///     auto stream = client.messages.stream(params);
///     for (std::string_view text : stream.text_stream()) std::cout << text << std::flush;
///     auto message = stream.final_message();
///
/// Your reading drives it: nothing is read from the network while you do not read, so a slow reader slows the
/// server down and costs no memory. One thread reads; `cancel()` may be called from any thread.
///
/// There are two ways to learn of a failure, as with Result: a range-for throws the exception at the point
/// where the stream broke; `next()` and `final_message()` never throw. Either way the error carries what had
/// arrived.
class [[nodiscard]] MessageStream {
 public:
  class iterator;

  MessageStream(MessageStream&&) noexcept;
  MessageStream& operator=(MessageStream&&) noexcept;
  ~MessageStream();

  /// The next event, or null at the end and on failure (see `error()`). It points into the stream and is
  /// overwritten by the following call.
  const StreamEvent* next();

  /// `for (const StreamEvent& event : stream)`; throws on failure.
  iterator begin();
  std::default_sentinel_t end() const { return {}; }

  /// The pieces of text as they arrive; each points into the stream until the next. Throws on failure.
  ///
  /// The stream must have a name: `for (auto text : client.messages.stream(params).text_stream())` would read
  /// a destroyed stream, and does not compile.
  TextStream text_stream() &;
  TextStream text_stream() && = delete;  // Give the stream a name first.

  /// Reads the rest and returns the whole message. May be called again.
  Result<Message> final_message();
  /// The same, the text alone.
  Result<std::string> final_text();

  /// What has arrived so far.
  const Message& current_message() const ANTHROPIC_LIFETIME_BOUND;
  /// Null unless the stream has failed.
  const Error* error() const;
  /// The transport's request id; empty before the answer's head has arrived.
  const std::string& request_id() const ANTHROPIC_LIFETIME_BOUND;

  /// Ends the stream with ErrorKind::user_abort, from any thread, within 50 ms.
  void cancel();

  struct Impl;
  explicit MessageStream(std::unique_ptr<Impl> impl);

 private:
  std::unique_ptr<Impl> impl_;
};

class MessageStream::iterator {
 public:
  using value_type = StreamEvent;
  using difference_type = std::ptrdiff_t;

  explicit iterator(MessageStream& stream) : stream_(&stream) { ++*this; }
  const StreamEvent& operator*() const { return *event_; }
  const StreamEvent* operator->() const { return event_; }
  iterator& operator++() {
    event_ = stream_->next();
    if (!event_ && stream_->error()) stream_->error()->raise();
    return *this;
  }
  void operator++(int) { ++*this; }
  bool operator==(std::default_sentinel_t) const { return event_ == nullptr; }

 private:
  MessageStream* stream_;
  const StreamEvent* event_ = nullptr;
};

inline MessageStream::iterator MessageStream::begin() {
  return iterator(*this);
}

/// The text of a MessageStream, which must outlive it.
class TextStream {
 public:
  class iterator {
   public:
    using value_type = std::string_view;
    using difference_type = std::ptrdiff_t;

    explicit iterator(MessageStream& stream) : events_(stream) { skip(); }
    std::string_view operator*() const { return events_->text(); }
    iterator& operator++() {
      ++events_;
      skip();
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t end) const { return events_ == end; }

   private:
    void skip() {
      while (events_ != std::default_sentinel && events_->text().empty()) ++events_;
    }
    MessageStream::iterator events_;
  };

  explicit TextStream(MessageStream& stream) : stream_(&stream) {}
  iterator begin() { return iterator(*stream_); }
  std::default_sentinel_t end() const { return {}; }

 private:
  MessageStream* stream_;
};

inline TextStream MessageStream::text_stream() & {
  return TextStream(*this);
}

}  // namespace anthropic::inline v0
