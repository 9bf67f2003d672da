#include "wire/aws/event_stream.hpp"

#include <algorithm>
#include <libdeflate.h>

namespace anthropic::internal::event_stream {
namespace {

// A frame: total length, headers' length, CRC-32 of those eight bytes; headers; payload; CRC-32 of all
// before.
constexpr std::size_t kPreludeSize = 12;
constexpr std::size_t kCrcSize = 4;

enum class Type : unsigned char {
  true_value = 0,
  false_value = 1,
  int8 = 2,
  int16 = 3,
  int32 = 4,
  int64 = 5,
  bytes = 6,
  string = 7,
  timestamp = 8,
  uuid = 9,
};

template <class Unsigned>
Unsigned read_big_endian(const char* from) {
  Unsigned value = 0;
  for (std::size_t i = 0; i < sizeof(Unsigned); ++i) {
    value = static_cast<Unsigned>(value << 8 | static_cast<unsigned char>(from[i]));
  }
  return value;
}

template <class Unsigned>
void append_big_endian(Unsigned value, std::string& out) {
  for (std::size_t i = sizeof(Unsigned); i-- > 0;) out += static_cast<char>(value >> (8 * i));
}

void write_big_endian(std::uint32_t value, char* to) {
  for (int i = 0; i < 4; ++i) to[i] = static_cast<char>(value >> (24 - 8 * i));
}

Error damaged(const char* what) {
  Error error;
  error.kind = ErrorKind::response_validation;
  error.message = std::string("damaged event-stream frame: ") + what;
  return error;
}

/// Takes values from the front of a header block; null once the block is too short.
class HeaderReader {
 public:
  explicit HeaderReader(std::string_view bytes) : rest_(bytes) {}

  bool empty() const { return rest_.empty(); }
  const char* take(std::size_t size) {
    if (rest_.size() < size) return nullptr;
    const char* from = rest_.data();
    rest_ = {from + size, rest_.size() - size};
    return from;
  }
  /// A length of the given width, and that many bytes.
  template <class Length>
  std::optional<std::string_view> take_sized() {
    const char* length_bytes = take(sizeof(Length));
    if (!length_bytes) return std::nullopt;
    const std::size_t length = read_big_endian<Length>(length_bytes);
    const char* from = take(length);
    if (!from) return std::nullopt;
    return std::string_view(from, length);
  }

 private:
  std::string_view rest_;
};

bool read_value(HeaderReader& reader, Type type, HeaderValue& value) {
  const char* from = nullptr;
  switch (type) {
    case Type::true_value:
    case Type::false_value:
      value = type == Type::true_value;
      return true;
    case Type::int8:
      if ((from = reader.take(1))) value = static_cast<std::int8_t>(*from);
      return from != nullptr;
    case Type::int16:
      if ((from = reader.take(2))) value = static_cast<std::int16_t>(read_big_endian<std::uint16_t>(from));
      return from != nullptr;
    case Type::int32:
      if ((from = reader.take(4))) value = static_cast<std::int32_t>(read_big_endian<std::uint32_t>(from));
      return from != nullptr;
    case Type::int64:
      if ((from = reader.take(8))) value = static_cast<std::int64_t>(read_big_endian<std::uint64_t>(from));
      return from != nullptr;
    case Type::timestamp:
      if ((from = reader.take(8))) {
        value = Timestamp{static_cast<std::int64_t>(read_big_endian<std::uint64_t>(from))};
      }
      return from != nullptr;
    case Type::bytes: {
      const std::optional<std::string_view> bytes = reader.take_sized<std::uint16_t>();
      if (bytes) value = Bytes{*bytes};
      return bytes.has_value();
    }
    case Type::string: {
      const std::optional<std::string_view> text = reader.take_sized<std::uint16_t>();
      if (text) value = *text;
      return text.has_value();
    }
    case Type::uuid: {
      if (!(from = reader.take(16))) return false;
      Uuid uuid;
      std::copy(from, from + uuid.size(), uuid.begin());
      value = uuid;
      return true;
    }
  }
  return false;
}

bool has_repeated_name(const std::vector<Header>& headers) {
  constexpr std::size_t few = 16;
  if (headers.size() <= few) {
    for (auto header = headers.begin(); header != headers.end(); ++header) {
      for (auto before = headers.begin(); before != header; ++before) {
        if (before->name == header->name) return true;
      }
    }
    return false;
  }
  // A hostile frame may hold tens of thousands.
  std::vector<std::string_view> names;
  names.reserve(headers.size());
  for (const Header& header : headers) names.push_back(header.name);
  std::sort(names.begin(), names.end());
  return std::adjacent_find(names.begin(), names.end()) != names.end();
}

/// Appends a header's type and value.
struct ValueWriter {
  std::string& out;

  void type(Type type) const { out += static_cast<char>(type); }
  void sized(std::string_view bytes) const {
    bytes = bytes.substr(0, 0xffff);
    append_big_endian(static_cast<std::uint16_t>(bytes.size()), out);
    out += bytes;
  }

  void operator()(bool value) const { type(value ? Type::true_value : Type::false_value); }
  void operator()(std::int8_t value) const { type(Type::int8), out += static_cast<char>(value); }
  void operator()(std::int16_t value) const {
    type(Type::int16), append_big_endian(static_cast<std::uint16_t>(value), out);
  }
  void operator()(std::int32_t value) const {
    type(Type::int32), append_big_endian(static_cast<std::uint32_t>(value), out);
  }
  void operator()(std::int64_t value) const {
    type(Type::int64), append_big_endian(static_cast<std::uint64_t>(value), out);
  }
  void operator()(Bytes bytes) const { type(Type::bytes), sized(bytes.value); }
  void operator()(std::string_view text) const { type(Type::string), sized(text); }
  void operator()(Timestamp time) const {
    type(Type::timestamp), append_big_endian(static_cast<std::uint64_t>(time.milliseconds), out);
  }
  void operator()(const Uuid& uuid) const { type(Type::uuid), out.append(uuid.begin(), uuid.end()); }
};

}  // namespace

std::string_view Frame::string_header(std::string_view name) const {
  for (const Header& header : headers) {
    if (header.name != name) continue;
    const std::string_view* text = std::get_if<std::string_view>(&header.value);
    return text ? *text : std::string_view{};
  }
  return {};
}

void Decoder::push(std::string_view bytes) {
  if (failure_) return;
  if (!pushed_.empty()) keep_rest();
  pushed_ = bytes;
}

Result<const Frame*> Decoder::next() {
  if (failure_) return *failure_;
  std::string_view frame = waiting(kPreludeSize);
  if (frame.size() < kPreludeSize) return keep_rest(), nullptr;

  // The lengths are believed only once their checksum is right.
  const std::uint32_t prelude_crc = libdeflate_crc32(0, frame.data(), 8);
  if (prelude_crc != read_big_endian<std::uint32_t>(frame.data() + 8))
    return fail("wrong checksum of the prelude");
  const std::size_t total = read_big_endian<std::uint32_t>(frame.data());
  const std::size_t headers_size = read_big_endian<std::uint32_t>(frame.data() + 4);
  if (total < kPreludeSize + kCrcSize || headers_size > total - kPreludeSize - kCrcSize) {
    return fail("impossible lengths");
  }
  const std::size_t payload_size = total - kPreludeSize - kCrcSize - headers_size;
  if (headers_size > limits_.headers) return fail("its headers are too large");
  if (payload_size > limits_.payload) return fail("its payload is too large");
  frame = waiting(total);
  if (frame.size() < total) return keep_rest(), nullptr;

  const std::size_t checked = total - kCrcSize;
  const std::uint32_t crc = libdeflate_crc32(prelude_crc, frame.data() + 8, checked - 8);
  if (crc != read_big_endian<std::uint32_t>(frame.data() + checked)) return fail("wrong checksum");
  const std::string_view headers = frame.substr(kPreludeSize, headers_size);
  frame_.headers_repeat = headers == header_bytes_;
  if (!frame_.headers_repeat) {
    if (const char* problem = parse_headers(headers)) return fail(problem);
  }
  frame_.payload = frame.substr(kPreludeSize + headers_size, payload_size);
  drop(total);
  return &frame_;
}

std::string_view Decoder::waiting(std::size_t size) {
  if (position_ == kept_.size()) {
    kept_.clear();
    position_ = 0;
    return pushed_;
  }
  const std::size_t kept = kept_.size() - position_;
  if (kept < size) {
    const std::string_view more = pushed_.substr(0, size - kept);
    kept_.append(more);
    pushed_.remove_prefix(more.size());
  }
  return std::string_view(kept_).substr(position_);
}

/// What was kept stays until the next call: the frame is in it.
void Decoder::drop(std::size_t size) {
  if (kept_.empty()) return pushed_.remove_prefix(size);
  position_ += size;
}

void Decoder::keep_rest() {
  // What was read is dropped only once it outweighs what is left, so that each byte moves at most once.
  if (position_ > 0 && position_ >= kept_.size() - position_) {
    kept_.erase(0, position_);
    position_ = 0;
  }
  kept_.append(pushed_);
  pushed_ = {};
}

Result<void> Decoder::finish() const {
  if (failure_) return *failure_;
  if (position_ == kept_.size() && pushed_.empty()) return {};
  Error error;
  error.kind = ErrorKind::incomplete_stream;
  error.message = "the event stream ended inside a frame";
  return error;
}

const char* Decoder::parse_headers(std::string_view bytes) {
  header_bytes_ = bytes;
  frame_.headers.clear();
  HeaderReader reader(header_bytes_);
  while (!reader.empty()) {
    const std::optional<std::string_view> name = reader.take_sized<std::uint8_t>();
    if (!name) return "a header is cut off";
    if (name->empty()) return "a header has no name";
    const char* type = reader.take(1);
    if (!type) return "a header is cut off";
    if (static_cast<unsigned char>(*type) > static_cast<unsigned char>(Type::uuid)) {
      return "a header is of an unknown type";
    }
    Header& header = frame_.headers.emplace_back();
    header.name = *name;
    if (!read_value(reader, static_cast<Type>(*type), header.value)) return "a header is cut off";
  }
  return has_repeated_name(frame_.headers) ? "a header is repeated" : nullptr;
}

Error Decoder::fail(const char* what) {
  failure_ = damaged(what);
  kept_ = {};
  position_ = 0;
  pushed_ = {};
  frame_ = {};
  return *failure_;
}

void encode(const std::vector<Header>& headers, std::string_view payload, std::string& out) {
  const std::size_t start = out.size();
  out.append(kPreludeSize, '\0');
  const ValueWriter write_value{out};
  for (const Header& header : headers) {
    const std::string_view name = header.name.substr(0, 0xff);
    out += static_cast<char>(name.size());
    out += name;
    std::visit(write_value, header.value);
  }
  const std::size_t headers_size = out.size() - start - kPreludeSize;
  out += payload;

  char* frame = out.data() + start;
  const std::size_t checked = out.size() - start;
  write_big_endian(static_cast<std::uint32_t>(checked + kCrcSize), frame);
  write_big_endian(static_cast<std::uint32_t>(headers_size), frame + 4);
  write_big_endian(libdeflate_crc32(0, frame, 8), frame + 8);
  append_big_endian(libdeflate_crc32(0, frame, checked), out);
}

}  // namespace anthropic::internal::event_stream
