#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <anthropic/result.hpp>

namespace anthropic::inline v0 {

/// Which part of a list to get.
struct PageParams {
  std::optional<std::int64_t> limit = {};  ///< Items per page; the API's own default if unset.
  std::string after_id = {};               ///< Items after the one with this id.
  std::string before_id = {};              ///< Items before the one with this id.
};

template <class T>
class AllItems;

/// One page of a list: a value that can fetch the next page.
///
///     for (const auto& model : *client.models.list()) std::cout << model.id << "\n";
///
/// A range-for visits every item from this page on, and fetches pages as needed; it throws if a page cannot
/// be fetched. The items of this page alone are `data`.
template <class T>
class Page {
 public:
  std::vector<T> data = {};
  bool has_more = false;                     ///< Whether a page follows.
  std::function<Result<Page>()> fetch = {};  ///< Gets it.

  bool has_next_page() const { return has_more && fetch != nullptr; }
  /// Fetches the next page; an empty one if there is none.
  Result<Page> next_page() const { return has_next_page() ? fetch() : Result<Page>(Page()); }

  class iterator {
   public:
    using value_type = T;
    using difference_type = std::ptrdiff_t;

    explicit iterator(const Page& page) : page_(&page) { find_item(); }
    const T& operator*() const { return page_->data[position_]; }
    const T* operator->() const { return &**this; }
    iterator& operator++() {
      ++position_;
      find_item();
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const { return position_ == page_->data.size(); }

   private:
    void find_item() {
      while (position_ == page_->data.size() && page_->has_next_page()) {
        later_ = std::make_shared<const Page>(page_->next_page().value());
        page_ = later_.get();
        position_ = 0;
      }
    }

    const Page* page_;
    std::size_t position_ = 0;
    std::shared_ptr<const Page> later_ = {};  // owns *page_, unless that is the first
  };
  iterator begin() const { return iterator(*this); }
  std::default_sentinel_t end() const { return {}; }

  /// The same without exceptions: `while (const T* item = items.next())`.
  AllItems<T> all() const { return AllItems<T>(*this); }
};

/// The items of a list over all its pages, each of which is asked for when it is needed. It owns the page
/// that is being read. Used by one thread, once from the beginning to the end.
///
///     for (const auto& event : logs.filter_log_events_all({.log_group_name = "/app"})) …
///
/// A range-for throws where a page cannot be had; `next()` and `error()` do without exceptions.
template <class T>
class AllItems {
 public:
  explicit AllItems(Page<T> first) : page_(std::move(first)) {}

  /// The next item; null at the end and on failure (see `error()`). Valid until the next call.
  const T* next() {
    while (!error_ && position_ >= page_.data.size()) {
      if (!page_.has_next_page()) return nullptr;
      Result<Page<T>> following = page_.next_page();
      if (!following) {
        error_ = std::move(following).error();
        return nullptr;
      }
      page_ = *std::move(following);
      position_ = 0;
    }
    return error_ ? nullptr : &page_.data[position_++];
  }
  /// Null unless a page could not be fetched.
  const Error* error() const { return error_ ? &*error_ : nullptr; }

  class iterator {
   public:
    using value_type = T;
    using difference_type = std::ptrdiff_t;

    explicit iterator(AllItems& items) : items_(&items) { ++*this; }
    const T& operator*() const { return *item_; }
    const T* operator->() const { return item_; }
    iterator& operator++() {
      item_ = items_->next();
      if (!item_ && items_->error()) items_->error()->raise();
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const { return item_ == nullptr; }

   private:
    AllItems* items_;
    const T* item_ = nullptr;
  };
  iterator begin() { return iterator(*this); }
  std::default_sentinel_t end() const { return {}; }

 private:
  Page<T> page_;
  std::size_t position_ = 0;
  std::optional<Error> error_ = {};
};

}  // namespace anthropic::inline v0
