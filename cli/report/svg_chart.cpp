#include "report/svg_chart.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

#include "charts/figures.hpp"
#include "report/html_text.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::size_t kMostSeries = 10;
constexpr std::size_t kMostLabels = 6;
constexpr double kLeft = 70;
constexpr double kTop = 10;
constexpr double kWidth = 560;
constexpr double kHeight = 260;
constexpr double kBarShare = 0.8;

double sum_of(const Series& series) {
  double sum = 0;
  for (const double value : series.values) sum += std::isfinite(value) ? value : 0;
  return std::abs(sum);
}

/// Which series are drawn, the largest first: the page's script ranks them alike, by which they have their
/// colours.
std::vector<std::size_t> largest_series(const Chart& chart) {
  std::vector<std::size_t> order(chart.series.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return sum_of(chart.series[a]) > sum_of(chart.series[b]);
  });
  order.resize(std::min(order.size(), kMostSeries));
  return order;
}

/// Where a figure begins and ends: on zero, or on those that it is stacked on.
struct Span {
  double begin = 0;
  double end = 0;
};

class Picture {
 public:
  explicit Picture(const Chart& chart) : chart_(chart), order_(largest_series(chart)) {
    stack();
    for (const auto& spans : spans_) {
      for (const Span& span : spans) {
        if (!std::isfinite(span.end)) continue;
        least_ = std::min(least_, span.end);
        most_ = std::max(most_, span.end);
      }
    }
    if (most_ <= least_) most_ = least_ + 1;
  }

  std::string draw() const {
    std::string out =
        "<svg viewBox=\"0 0 640 310\" role=\"img\" aria-label=\"" + html_text(chart_.title) + "\">\n";
    append_scale(out);
    for (std::size_t rank = 0; rank < order_.size(); ++rank) append_series(out, rank);
    return out + "</svg>\n";
  }

 private:
  /// In the order of the chart, whatever the ranks.
  void stack() {
    std::vector<std::size_t> ranks(order_.size());
    std::iota(ranks.begin(), ranks.end(), 0);
    std::sort(ranks.begin(), ranks.end(),
              [&](std::size_t a, std::size_t b) { return order_[a] < order_[b]; });
    std::vector<Span> piles(chart_.labels.size());
    spans_.resize(order_.size());
    for (const std::size_t rank : ranks) {
      const std::vector<double>& values = chart_.series[order_[rank]].values;
      std::vector<Span>& spans = spans_[rank];
      for (std::size_t at = 0; at < std::min(values.size(), piles.size()); ++at) {
        double& pile = values[at] < 0 ? piles[at].begin : piles[at].end;
        const double base = chart_.kind == ChartKind::stacked_bars ? pile : 0;
        spans.push_back({base, base + values[at]});
        if (std::isfinite(values[at])) pile += values[at];
      }
    }
  }

  double slot() const { return kWidth / static_cast<double>(std::max<std::size_t>(1, chart_.labels.size())); }
  double x(std::size_t at) const { return kLeft + (static_cast<double>(at) + 0.5) * slot(); }
  double y(double value) const { return kTop + kHeight * (most_ - value) / (most_ - least_); }

  static void append(std::string& out, const char* format, auto... values) {
    char text[128];
    std::snprintf(text, sizeof text, format, values...);
    out += text;
  }

  bool counts_whole_things() const {
    return std::all_of(chart_.series.begin(), chart_.series.end(), [this](const Series& series) {
      return decimals_for(series.values, chart_.unit) == 0;
    });
  }

  /// What the scale shows: no half of what is counted in whole ones.
  std::vector<double> marks() const {
    double middle = (least_ + most_) / 2;
    if (chart_.unit == Unit::count && counts_whole_things()) middle = std::floor(middle);
    return middle > least_ ? std::vector{least_, middle, most_} : std::vector{least_, most_};
  }

  void append_scale(std::string& out) const {
    for (const double value : marks()) {
      append(out, "<path d=\"M%.0f %.1fH%.0f\" stroke=\"currentColor\" opacity=\".3\"/>", kLeft, y(value),
             kLeft + kWidth);
      append(out, "<text x=\"%.0f\" y=\"%.1f\" fill=\"currentColor\" text-anchor=\"end\">", kLeft - 6,
             y(value) + 4);
      out += html_text(figure_text(value, chart_.unit)) + "</text>\n";
    }
    const std::size_t step = (chart_.labels.size() + kMostLabels - 1) / kMostLabels;
    for (std::size_t at = 0; at < chart_.labels.size(); at += step) {
      append(out, "<text x=\"%.0f\" y=\"%.0f\" fill=\"currentColor\" text-anchor=\"middle\">", x(at),
             kTop + kHeight + 20);
      out += html_text(chart_.labels[at]) + "</text>\n";
    }
  }

  void append_series(std::string& out, std::size_t rank) const {
    append(out, "<path class=\"mark\" data-series=\"%zu\" data-colour=\"%zu\" ", order_[rank], rank);
    out += chart_.kind == ChartKind::lines ? "fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" d=\""
                                           : "fill=\"currentColor\" d=\"";
    chart_.kind == ChartKind::lines ? append_line(out, rank) : append_bars(out, rank);
    out += "\"><title>" + html_text(chart_.series[order_[rank]].name) + "</title></path>\n";
  }

  void append_line(std::string& out, std::size_t rank) const {
    bool is_begun = false;
    for (std::size_t at = 0; at < spans_[rank].size(); ++at) {
      const double value = spans_[rank][at].end;
      // A dot shows a figure that has no neighbours.
      if (std::isfinite(value)) append(out, is_begun ? "L%.1f %.1f" : "M%.1f %.1fh.1", x(at), y(value));
      is_begun = std::isfinite(value);
    }
  }

  void append_bars(std::string& out, std::size_t rank) const {
    const bool is_stacked = chart_.kind == ChartKind::stacked_bars;
    const double width = kBarShare * slot() / (is_stacked ? 1 : static_cast<double>(order_.size()));
    const double first = -kBarShare * slot() / 2 + (is_stacked ? 0 : width * static_cast<double>(rank));
    for (std::size_t at = 0; at < spans_[rank].size(); ++at) {
      const Span& span = spans_[rank][at];
      if (std::isfinite(span.end))
        append(out, "M%.1f %.1fh%.1fV%.1fh%.1fz", x(at) + first, y(span.begin), width, y(span.end), -width);
    }
  }

  const Chart& chart_;
  const std::vector<std::size_t> order_;
  std::vector<std::vector<Span>> spans_;  // by rank
  double least_ = 0;
  double most_ = 0;
};

}  // namespace

std::string svg_chart(const Chart& chart) {
  return Picture(chart).draw();
}

}  // namespace anthropic::internal::cli
