// Forks after a call, and asks in every process: FORK_SHAPE says what. Exits with 0 if each answer was its
// own question's, and prints what was not.
#include <atomic>
#include <cstdio>
#include <functional>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <anthropic/otlp_exporter.hpp>

#include "processes/questions.hpp"

// Read by the sanitizers. Children with threads are what this is about, and what only threads of the parent
// hold is lost in them.
extern "C" const char* __tsan_default_options() {
  return "die_after_fork=0";
}
extern "C" const char* __asan_default_options() {
  return "detect_leaks=0";
}

namespace anthropic::internal::testing {
namespace {

int failures = 0;

void expect(bool is_so, const std::string& what) {
  if (is_so) return;
  ++failures;
  std::printf("%d: %s\n", static_cast<int>(getpid()), what.c_str());
  std::fflush(stdout);
}

void expect_answer(const Result<Message>& answer, const std::string& text) {
  if (!answer) return expect(false, "\"" + text + "\" failed: " + answer.error().to_string());
  expect(answer->text().find(text) != std::string::npos,
         "\"" + text + "\" was answered with \"" + answer->text() + "\"");
}

void ask(const AnthropicBedrock& client, const std::string& who, int times) {
  for (int i = 0; i < times; ++i) {
    const std::string text = "[" + who + "." + std::to_string(i) + "]";
    expect_answer(client.messages.create(question(text)), text);
  }
}

void ask_in_background(const AnthropicBedrock& client, const std::string& who, int times) {
  std::vector<Pending<Message>> pending;
  const auto text = [&](int i) { return "[" + who + "-started." + std::to_string(i) + "]"; };
  for (int i = 0; i < times; ++i) pending.push_back(client.messages.start(question(text(i))));
  for (int i = 0; i < times; ++i) {
    expect(pending[i].wait_for(std::chrono::seconds(20)), text(i) + " did not end");
    if (pending[i].ready()) expect_answer(pending[i].get(), text(i));
  }
}

void ask_all(const AnthropicBedrock& client, const std::string& who, int times) {
  std::vector<MessageCreateParams> questions;
  for (int i = 0; i < times; ++i)
    questions.push_back(question("[" + who + "-all." + std::to_string(i) + "]"));
  const auto answers = client.messages.create_all(questions);
  for (int i = 0; i < times; ++i) expect_answer(answers[i], "[" + who + "-all." + std::to_string(i) + "]");
}

/// Runs in a child; whether it ended well.
pid_t in_child(const std::function<void()>& work) {
  const pid_t child = fork();
  if (child != 0) return child;
  alarm(60);
  failures = 0;
  work();
  std::exit(failures == 0 ? 0 : 1);
}

void wait_for(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  expect(WIFEXITED(status) && WEXITSTATUS(status) == 0, "a child ended with " + std::to_string(status));
}

/// As a prefork server does it.
void prefork(const AnthropicBedrock& client) {
  ask(client, "parent-before", 1);
  ask_in_background(client, "parent-before", 4);
  std::vector<pid_t> children;
  for (int child = 0; child < 4; ++child) {
    const std::string who = "child" + std::to_string(child);
    children.push_back(in_child([&client, who] {
      ask(client, who, 15);
      ask_in_background(client, who, 10);
      ask_all(client, who, 5);
    }));
  }
  ask(client, "parent", 30);
  ask_in_background(client, "parent", 10);
  for (const pid_t child : children) wait_for(child);
  ask(client, "parent-after", 3);
}

void daemonize(const AnthropicBedrock& client) {
  ask(client, "before", 1);
  ask_in_background(client, "before", 2);
  wait_for(in_child([&client] {
    // The daemon is a grandchild: it tells through a pipe.
    int ends[2];
    if (pipe(ends) != 0) return expect(false, "no pipe");
    if (fork() == 0) {
      if (daemon(1, 1) != 0) std::_Exit(1);
      ask(client, "daemon", 5);
      ask_in_background(client, "daemon", 5);
      const char outcome = failures == 0 ? 'y' : 'n';
      std::_Exit(write(ends[1], &outcome, 1) == 1 ? 0 : 1);
    }
    close(ends[1]);
    char outcome = 0;
    expect(read(ends[0], &outcome, 1) == 1 && outcome == 'y', "the daemon's answers were wrong");
  }));
  ask(client, "after", 2);
}

/// What is under way belongs to the parent.
void inherit(const AnthropicBedrock& client) {
  auto pending = client.messages.start(question("[pending]"));
  auto answered = client.messages.start(question("[answered]"));
  answered.wait();
  auto stream = client.messages.stream(question("[stream]"));
  expect(stream.next() != nullptr, "the stream has begun");
  bool called = false;
  auto with_callback = client.messages.start(question("[callback]"));
  wait_for(in_child([&] {
    expect_answer(answered.get(), "[answered]");
    expect(pending.ready(), "the parent's call keeps nobody waiting");
    const auto& outcome = pending.get();
    expect(outcome || outcome.error().kind == ErrorKind::connection, "the parent's call is refused");
    while (stream.next()) {
    }
    expect(stream.error() && stream.error()->kind == ErrorKind::connection, "the parent's stream is refused");
    std::move(with_callback).then([&](Result<Message>) { called = true; });
    expect(called, "a callback is called");
    ask(client, "child", 2);
  }));
  expect_answer(pending.get(), "[pending]");
  expect_answer(with_callback.get(), "[callback]");
  expect_answer(stream.final_message(), "[stream]");
}

/// While other threads are at it: what they hold is held for ever in the child.
void among_threads(const AnthropicBedrock& client) {
  std::atomic<bool> over = false;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&, i] {
      while (!over) ask(client, "thread" + std::to_string(i), 1);
    });
  }
  threads.emplace_back([&] {
    while (!over) ask_in_background(client, "thread", 4);
  });
  for (int i = 0; i < 20; ++i) {
    wait_for(in_child([&client] {
      ask(client, "child", 2);
      ask_in_background(client, "child", 2);
      std::fflush(stdout);
      std::_Exit(failures == 0 ? 0 : 1);  // The other threads' objects are of no process any more.
    }));
  }
  over = true;
  for (std::thread& thread : threads) thread.join();
}

/// A client that was made before, and never used.
void unused(const AnthropicBedrock& client) {
  wait_for(in_child([&client] { ask(client, "child", 2); }));
  wait_for(in_child([] {}));
  ask(client, "parent", 2);
}

void copies(const AnthropicBedrock& client) {
  ask(client, "before", 1);
  wait_for(in_child([&client] {
    {
      const AnthropicBedrock copy = client;
      ask(copy, "copy", 2);
    }
    ask_in_background(client, "child", 2);
    wait_for(in_child([&client] { ask(client, "grandchild", 3); }));
    ask(client, "child", 2);
  }));
  ask(client, "after", 2);
}

/// Each process sends its own spans.
void export_spans() {
  const aws::Session session({.region = "us-east-1",
                              .access_key_id = "AKIAEXAMPLE",
                              .secret_access_key = "secret",
                              .endpoint_url = variable("PROCESS_TEST_URL")});
  OtlpExporter exporter({.aws_session = session, .flush_interval = std::chrono::hours(1)});
  AnthropicBedrockOptions options = client_options();
  options.observe.tracing.on_span = exporter.observer();
  const AnthropicBedrock client(options);
  const auto flush = [&](const std::string& who) {
    const auto flushed = exporter.flush();
    expect(static_cast<bool>(flushed), who + ": " + (flushed ? "" : flushed.error().to_string()));
  };
  ask(client, "before", 2);
  wait_for(in_child([&] {
    flush("child without spans");
    ask(client, "child", 2);
    flush("child");
  }));
  flush("parent");
}

int run() {
  const std::string shape = variable("FORK_SHAPE");
  {
    const AnthropicBedrock client(client_options());
    if (shape == "prefork") prefork(client);
    if (shape == "daemon") daemonize(client);
    if (shape == "inherit") inherit(client);
    if (shape == "among-threads") among_threads(client);
    if (shape == "unused") unused(client);
    if (shape == "copies") copies(client);
    if (shape == "export-spans") export_spans();
  }
  return failures == 0 ? 0 : 1;
}

}  // namespace
}  // namespace anthropic::internal::testing

int main() {
  return anthropic::internal::testing::run();
}
