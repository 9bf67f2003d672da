#include "base/threads/fibers.hpp"

#include <array>
#include <gtest/gtest.h>
#include <stdexcept>
#include <string>

namespace anthropic::internal {
namespace {

constexpr std::size_t kStack = 256u << 10;

TEST(FibersTest, GoesOnWhereItWasSuspended) {
  Fibers fibers(kStack);
  std::string log;
  Fibers::Fiber* task = nullptr;
  ASSERT_TRUE(fibers.begin([&] {
    task = fibers.current();
    for (const char step : {'a', 'b'}) {
      log += step;
      fibers.suspend();
    }
    log += 'c';
  }));
  EXPECT_EQ(fibers.current(), nullptr);
  log += '1';
  fibers.resume(*task);
  log += '2';
  fibers.resume(*task);
  EXPECT_EQ(log, "a1b2c");
}

TEST(FibersTest, EachHasAStackOfItsOwn) {
  Fibers fibers(kStack);
  std::array<Fibers::Fiber*, 20> tasks;
  std::array<int, 20> sums = {};
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    ASSERT_TRUE(fibers.begin([&, i] {
      std::array<int, 1000> own;
      own.fill(static_cast<int>(i));
      tasks[i] = fibers.current();
      fibers.suspend();
      for (const int value : own) sums[i] += value;
    }));
  }
  for (Fibers::Fiber* task : tasks) fibers.resume(*task);
  for (std::size_t i = 0; i < sums.size(); ++i) EXPECT_EQ(sums[i], 1000 * static_cast<int>(i));
}

TEST(FibersTest, StacksAreUsedAgain) {
  Fibers fibers(kStack);
  Fibers::Fiber* first = nullptr;
  Fibers::Fiber* second = nullptr;
  ASSERT_TRUE(fibers.begin([&] { first = fibers.current(); }));
  ASSERT_TRUE(fibers.begin([&] { second = fibers.current(); }));
  EXPECT_EQ(first, second);
}

TEST(FibersTest, WhatATaskHoldsIsFreedWhenItEnds) {
  Fibers fibers(kStack);
  const auto held = std::make_shared<int>();
  ASSERT_TRUE(fibers.begin([held] {}));
  EXPECT_EQ(held.use_count(), 1);
}

TEST(FibersTest, ATaskMayThrowAndCatch) {
  Fibers fibers(kStack);
  Fibers::Fiber* task = nullptr;
  std::string caught;
  ASSERT_TRUE(fibers.begin([&] {
    task = fibers.current();
    fibers.suspend();
    try {
      throw std::runtime_error("inside");
    } catch (const std::exception& exception) {
      caught = exception.what();
    }
  }));
  fibers.resume(*task);
  EXPECT_EQ(caught, "inside");
}

TEST(FibersTest, SaysWhenThereIsNoMemory) {
  Fibers fibers(std::size_t(1) << 60);
  Fibers::Task task = [] { FAIL(); };
  EXPECT_FALSE(fibers.begin(std::move(task)));
  EXPECT_TRUE(task) << "the task is the caller's still";
}

TEST(FibersTest, AStackThatIsUsedUpIsNoticed) {
  EXPECT_DEATH(
      {
        Fibers fibers(kStack);
        const auto overflow = [](auto& self, int depth) -> int {
          volatile char page[4096];
          page[0] = 'x';
          return depth == 0 ? 0 : self(self, depth - 1) + page[0];
        };
        (void)fibers.begin([&] { overflow(overflow, 1'000'000); });
      },
      "");
}

}  // namespace
}  // namespace anthropic::internal
