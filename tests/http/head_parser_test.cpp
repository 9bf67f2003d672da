#include "http/curl/head_parser.hpp"

#include <gtest/gtest.h>

#include "support/fake_world.hpp"

namespace anthropic::internal {
namespace {

HttpHead parse(HeadParser& parser, std::initializer_list<std::string_view> lines) {
  parser.reset();
  for (const std::string_view line : lines) parser.add_line(line);
  return parser.head();
}

TEST(HeadParser, ReadsStatusAndFieldsAsTheyCame) {
  HeadParser parser;
  const HttpHead head = parse(
      parser, {"HTTP/1.1 429 Too Many Requests\r\n", "X-Amzn-RequestId:  a b \r\n", "Empty:\r\n", "\r\n"});
  EXPECT_TRUE(parser.complete());
  EXPECT_EQ(head.status, 429);
  EXPECT_EQ(head.headers, (Headers{{"X-Amzn-RequestId", "a b"}, {"Empty", ""}}));
}

TEST(HeadParser, SkipsInterimAnswersAndIgnoresTrailers) {
  HeadParser parser;
  const HttpHead head = parse(
      parser, {"HTTP/1.1 100 Continue\r\n", "a: 1\r\n", "\r\n", "HTTP/1.1 103 Early Hints\r\n", "b: 2\r\n",
               "\r\n", "HTTP/1.1 200 OK\r\n", "c: 3\r\n", "\r\n", "trailer: 4\r\n", "\r\n"});
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.headers, (Headers{{"c", "3"}}));
}

TEST(HeadParser, IsBegunButNotCompleteInTheMiddle) {
  HeadParser parser;
  EXPECT_FALSE(parser.begun());
  parser.add_line("HTTP/1.1 200 OK\r\n");
  parser.add_line("a: 1\r\n");
  EXPECT_TRUE(parser.begun());
  EXPECT_FALSE(parser.complete());
}

TEST(HeadParser, JoinsFoldedLines) {
  HeadParser parser;
  const HttpHead head = parse(parser, {"HTTP/1.1 200 OK\r\n", "a: one\r\n", "\t two\r\n", "\r\n"});
  EXPECT_EQ(head.headers, (Headers{{"a", "one two"}}));
}

TEST(HeadParser, WhatIsNoUtf8IsReplaced) {
  HeadParser parser;
  const HttpHead head =
      parse(parser, {"HTTP/1.1 200 OK\r\n", "x-amzn-requestid: a\xff\r\n",
                     "x-amzn-errortype: \xc3\xa9\xc3\r\n", "b\x80: 1\r\n", " \xe2\x82\r\n", "\r\n"});
  EXPECT_EQ(head.headers, (Headers{{"x-amzn-requestid", "a\uFFFD"},
                                   {"x-amzn-errortype", "\u00e9\uFFFD"},
                                   {"b\uFFFD", "1 \uFFFD\uFFFD"}}));
}

TEST(HeadParser, LeavesNothingOfTheLastAnswer) {
  HeadParser parser;
  parse(parser, {"HTTP/1.1 200 OK\r\n", "a: 1\r\n", "b: 2\r\n", "\r\n"});
  const HttpHead head = parse(parser, {"HTTP/1.1 500 Oops\r\n", "c: 3\r\n", "\r\n"});
  EXPECT_EQ(head.status, 500);
  EXPECT_EQ(head.headers, (Headers{{"c", "3"}}));
}

}  // namespace
}  // namespace anthropic::internal
