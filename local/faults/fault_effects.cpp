#include "local/faults/fault_effects.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <utility>

#include <anthropic/json.hpp>

#include "local/faults/named_refusals.hpp"
#include "local/server/refusal.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::size_t kBatchBytes = 64 * 1024;
constexpr std::string_view kAskedToRefuse = "The local endpoint was asked to refuse this request.";
constexpr std::string_view kInBandError =
    R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})";

// "ThrottlingException" of "throttlingException".
std::string error_code_of(std::string_view exception) {
  std::string code(exception);
  code[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(code[0])));
  return code;
}

std::string_view message_of(std::string_view code) {
  if (code == "ThrottlingException") return "Too many requests, please wait before trying again.";
  if (code == "ServiceUnavailableException")
    return "Bedrock is unable to process your request. Please try again.";
  if (code == "ModelTimeoutException")
    return "Model has timed out in processing the request. Try your request again.";
  if (code == "ModelStreamErrorException" || code == "ModelErrorException")
    return "The model has encountered an unexpected error during processing. Try your request again.";
  if (code == "InternalServerException")
    return "The system encountered an unexpected error during processing. Try your request again.";
  if (code == "AccessDeniedException")
    return "You don't have access to the model with the specified model ID.";
  if (code == "ResourceNotFoundException")
    return "Could not resolve the foundation model from the provided model identifier.";
  return kAskedToRefuse;
}

std::string exception_payload(const std::string& exception) {
  Json payload = Json::object({{"message", message_of(error_code_of(exception))}});
  if (exception == "modelStreamErrorException") {
    payload.set("originalStatusCode", 500);
    payload.set("originalMessage", "Internal server error");
  }
  return payload.dump();
}

Answer page_from_in_front(int status) {
  Answer answer;
  answer.status = status;
  answer.headers.emplace_back("Content-Type", "text/html");
  const std::string title =
      std::to_string(status) + " " + (status == 500 ? "Internal Server Error" : "Error");
  answer.body = "<html><head><title>" + title + "</title></head><body><h1>" + title + "</h1></body></html>\n";
  return answer;
}

Answer answer_with_status(int status) {
  const std::string_view code = code_of_status(status);
  if (code.empty()) return page_from_in_front(status);
  return answer_with(refuse(code, std::string(message_of(code))));
}

Answer answer_ok(std::string body) {
  Answer answer;
  answer.headers.emplace_back("Content-Type", "application/json");
  answer.body = std::move(body);
  return answer;
}

// What befalls every request; what befalls calls of a model is the account's affair.
std::optional<Answer> answer_refused(const Fault& fault) {
  const NamedRefusal* refusal = find_named_refusal(fault.refusal);
  if (!refusal || refusal->requests != Refused::everything) return std::nullopt;
  return answer_with(refusal_of(*refusal, "", ""));
}

// The frame before which something happens: the first, or the one that follows `after` deltas.
std::size_t frame_position(const FrameSequence& sequence, const std::optional<std::size_t>& after) {
  if (!after) return 0;
  std::size_t deltas = 0;
  std::size_t position = 0;
  for (std::size_t i = 0; i < sequence.frames.size(); ++i) {
    if (!sequence.frames[i].is_delta) continue;
    position = i;
    if (deltas++ == *after) return i;
    position = i + 1;
  }
  return position;
}

// Ends the stream before a frame with `last` instead.
void end_with(FrameSequence& sequence, std::size_t position, const std::string& last) {
  if (position < sequence.frames.size()) {
    sequence.bytes.resize(sequence.frames[position].begin);
    sequence.frames.resize(position);
  }
  if (last.empty()) return;
  sequence.frames.push_back({sequence.bytes.size(), false});
  sequence.bytes += last;
}

// What an exception in mid-stream is among server-sent events.
std::string sse_error(std::string_view code) {
  const int status = status_of_code(code);
  std::string out;
  append_sse(Json::object(
                 {{"type", "error"},
                  {"error", Json::object({{"type", api_error_type(status)}, {"message", message_of(code)}})}})
                 .dump(),
             out);
  return out;
}

// The frame that a fault puts in place of the rest of a stream; empty if it puts none.
std::string last_frame(const Fault& fault, bool is_sse) {
  std::string last;
  if (fault.kind == FaultKind::exception) {
    if (is_sse) return sse_error(error_code_of(fault.exception));
    append_exception(fault.exception, exception_payload(fault.exception), last);
  }
  if (fault.kind == FaultKind::error_frame) {
    if (is_sse) return sse_error("InternalServerException");
    append_error("InternalFailure", "The local endpoint was asked to fail.", last);
  }
  if (fault.kind == FaultKind::in_band_error)
    is_sse ? append_sse(kInBandError, last) : append_chunk(kInBandError, last);
  return last;
}

void break_stream(FrameSequence& sequence, const Faults& faults) {
  for (const Fault& fault : faults) {
    if (sequence.frames.empty()) return;
    const std::string last = last_frame(fault, sequence.is_sse);
    if (!last.empty()) end_with(sequence, frame_position(sequence, fault.after), last);
    if (fault.kind == FaultKind::no_stop)
      end_with(sequence, sequence.frames.size() - std::min(sequence.ending, sequence.frames.size()), "");
    if (fault.kind == FaultKind::bad_crc) {
      const std::size_t position =
          std::min(frame_position(sequence, fault.after), sequence.frames.size() - 1);
      const std::string_view frame = sequence.frame(position);
      const std::size_t last_byte = sequence.frames[position].begin + frame.size() - 1;
      sequence.bytes[last_byte] = static_cast<char>(sequence.bytes[last_byte] ^ 0x01);
    }
  }
}

/// As if so many bytes of its body were all.
void shorten(Answer& answer, std::size_t bytes) {
  answer.body.resize(std::min(answer.body.size(), bytes));
  for (Step& step : answer.steps) {
    step.bytes.resize(std::min(step.bytes.size(), bytes));
    bytes -= step.bytes.size();
    if (bytes == 0) {
      answer.steps.resize(static_cast<std::size_t>(&step - answer.steps.data()) + 1);
      return;
    }
  }
}

}  // namespace

std::optional<Answer> replaced_answer(const Faults& faults, bool streamed) {
  for (const Fault& fault : faults) {
    switch (fault.kind) {
      case FaultKind::throttle:
        return answer_with_status(429);
      case FaultKind::status:
        return answer_with_status(fault.status);
      case FaultKind::html:
        return page_from_in_front(500);
      case FaultKind::aws_error_200:
        return answer_ok(unknown_operation_body());
      case FaultKind::exception:
        if (!streamed) return answer_with_status(status_of_code(error_code_of(fault.exception)));
        break;
      case FaultKind::error_frame:
        if (!streamed) return answer_with_status(500);
        break;
      case FaultKind::refuse:
        if (auto answer = answer_refused(fault)) return answer;
        break;
      case FaultKind::in_band_error:
        if (!streamed) return answer_with_status(503);
        break;
      default:
        break;
    }
  }
  return std::nullopt;
}

std::string message_of_fault(const Answer& answer) {
  const auto body = Json::parse(answer.body);
  std::string message = body ? (*body)["message"].string_or("") : "";
  return message.empty() ? std::string(kAskedToRefuse) : message;
}

std::vector<Step> paced_steps(FrameSequence sequence, std::chrono::milliseconds pace, const Faults& faults) {
  if (const Fault* slow = find_fault(faults, FaultKind::slow)) pace = slow->duration;
  std::vector<std::pair<std::size_t, std::chrono::milliseconds>> stalls;
  for (const Fault& fault : faults) {
    if (fault.kind == FaultKind::stall && fault.after)
      stalls.emplace_back(frame_position(sequence, fault.after), fault.duration);
  }
  break_stream(sequence, faults);

  std::vector<Step> steps(1);
  bool seen_delta = false;
  for (std::size_t i = 0; i < sequence.frames.size(); ++i) {
    std::chrono::milliseconds delay{0};
    if (sequence.frames[i].is_delta && seen_delta) delay = pace;
    seen_delta |= sequence.frames[i].is_delta;
    for (const auto& [position, duration] : stalls) {
      if (position == i) delay += duration;
    }
    if (delay.count() > 0 || steps.back().bytes.size() >= kBatchBytes) steps.push_back({delay, {}});
    steps.back().bytes += sequence.frame(i);
  }
  return steps;
}

void apply_connection_faults(const Faults& faults, Answer& answer) {
  for (const Fault& fault : faults) {
    if (fault.kind == FaultKind::stall && !fault.after) answer.delay_before_head += fault.duration;
    if (fault.kind == FaultKind::cut && fault.clean) shorten(answer, fault.bytes);
    if (fault.kind == FaultKind::cut && !fault.clean) answer.cut_after = fault.bytes;
  }
}

}  // namespace anthropic::internal::local
