#include "cli/report/html_page.hpp"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/crypto/encoding.hpp"
#include "base/crypto/sha256.hpp"
#include "cli/report/svg_chart.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr PageParts kParts = {.style = "p { color: red; }\n",
                              .script = "'use strict';\n",
                              .library_name = "Library 1",
                              .library_style = ".l { color: blue; }",
                              .library_script = "const library = 1;",
                              .library_licence = "MIT <someone>"};
constexpr PageParts kPartsWithoutLibrary = {.style = kParts.style, .script = kParts.script};

Chart costs(std::size_t days, std::size_t types) {
  Chart chart = {
      .title = "Costs", .kind = ChartKind::stacked_bars, .unit = Unit::dollars, .label_heading = "Day"};
  for (std::size_t day = 0; day < days; ++day) chart.labels.push_back("day " + std::to_string(day));
  for (std::size_t type = 0; type < types; ++type) {
    Series& series =
        chart.series.emplace_back(Series{.name = "USE1-Claude4.5Haiku-input-tokens-" + std::to_string(type)});
    for (std::size_t day = 0; day < days; ++day)
      series.values.push_back(100 + static_cast<double>((day * 37 + type * 101) % 10'000) / 7);
  }
  return chart;
}

Report report_of(Chart chart) {
  return {.title = "Report", .sections = {{.heading = "Section", .chart = std::move(chart)}}};
}

/// What stands between the first `begin` and the next `end` behind it.
std::string between(std::string_view page, std::string_view begin, std::string_view end) {
  const std::size_t from = page.find(begin);
  if (from == std::string_view::npos) return "";
  const std::size_t at = from + begin.size();
  return std::string(page.substr(at, page.find(end, at) - at));
}

/// Elements as they begin and end; empty if each that begins also ends, in its order.
std::string misplaced_element(std::string_view page) {
  constexpr std::string_view kVoid[] = {"meta", "!DOCTYPE"};
  std::vector<std::string> open;
  while (true) {
    const std::size_t at = page.find('<');
    if (at == std::string_view::npos) return open.empty() ? "" : open.back();
    const std::string tag(page.substr(at + 1, page.find('>', at) - at - 1));
    page.remove_prefix(at + tag.size() + 2);
    const std::string name = tag.substr(0, tag.find(' '));
    if (name.starts_with('/')) {
      if (open.empty() || open.back() != name.substr(1)) return name;
      open.pop_back();
    } else if (std::find(std::begin(kVoid), std::end(kVoid), name) == std::end(kVoid) &&
               !tag.ends_with('/')) {
      open.push_back(name);
    }
    if (name == "script" || name == "style") page.remove_prefix(page.find("</" + name));
  }
}

TEST(HtmlPage, HasATableBesideEachChart) {
  Chart chart = {.title = "Tokens",
                 .kind = ChartKind::lines,
                 .unit = Unit::count,
                 .label_heading = "Hour",
                 .labels = {"10:00", "11:00"},
                 .series = {{"in", {1234, std::nan("")}}, {"out", {5, 6}}}};
  const std::string page = html_page(report_of(chart), kParts);
  EXPECT_EQ(between(page, "<caption class=\"unseen\">", "</caption>"), "Tokens")
      << "it stands beside the chart, which says so";
  EXPECT_EQ(between(page, "<thead>", "</thead>"),
            "<tr><th scope=\"col\">Hour</th><th scope=\"col\" class=\"n\">in</th>"
            "<th scope=\"col\" class=\"n\">out</th></tr>");
  EXPECT_EQ(between(page, "<tbody>\n", "</tbody>"),
            "<tr><th scope=\"row\">10:00</th><td>1,234</td><td>5</td></tr>\n"
            "<tr><th scope=\"row\">11:00</th><td></td><td>6</td></tr>\n");
}

TEST(HtmlPage, HasTablesOfTheirOwn) {
  const Report report = {.title = "R",
                         .sections = {{.table = Table{.caption = "Budgets",
                                                      .columns = {{"Name"}, {"Limit", true}, {"State"}},
                                                      .rows = {{"a", "$5.00", "over"}, {"b"}}}}}};
  EXPECT_EQ(between(html_page(report, kParts), "<tbody>\n", "</tbody>"),
            "<tr><th scope=\"row\">a</th><td>$5.00</td><td class=\"t\">over</td></tr>\n"
            "<tr><th scope=\"row\">b</th><td></td><td class=\"t\"></td></tr>\n");
}

TEST(HtmlPage, SaysEachTitleOnce) {
  Report report = {
      .title = "R",
      .sections = {{.chart = costs(3, 2)}, {.heading = "Budgets", .table = Table{.caption = "Budgets"}}}};
  const std::string page = html_page(report, kParts);
  EXPECT_THAT(page, HasSubstr("<h2>Costs (US$)</h2>"));
  EXPECT_THAT(page, HasSubstr("<figcaption class=\"unseen\">Costs (US$)</figcaption>"));
  EXPECT_THAT(page, HasSubstr("<h2>Budgets</h2>"));
  EXPECT_THAT(page, HasSubstr("<caption class=\"unseen\">Budgets</caption>"));
  report.sections[0].heading = "By day";
  const std::string other = html_page(report, kParts);
  EXPECT_THAT(other, HasSubstr("<h2>By day</h2>"));
  EXPECT_THAT(other, HasSubstr("<figcaption>Costs (US$)</figcaption>"));
}

TEST(HtmlPage, IsWellFormed) {
  EXPECT_EQ(misplaced_element("<p><b></p></b>"), "/p") << "it finds what is wrong";
  EXPECT_EQ(misplaced_element(html_page(report_of(costs(3, 2)), kParts)), "");
  EXPECT_EQ(misplaced_element(html_page(report_of(costs(3, 2)), kPartsWithoutLibrary)), "");
  EXPECT_EQ(misplaced_element(html_page({}, kParts)), "");
}

TEST(HtmlPage, RunsOnlyWhatItHasTheHashesOf) {
  const auto source = [](std::string_view text) {
    return "'sha256-" + base64_encode(as_bytes(sha256(text))) + "'";
  };
  const std::string page = html_page(report_of(costs(3, 2)), kParts);
  EXPECT_EQ(between(page, "Content-Security-Policy\" content=\"", "\""),
            "default-src 'none'; script-src " + source(kParts.script) + " " + source(kParts.library_script) +
                "; style-src " + source(kParts.style) + " " + source(kParts.library_style) +
                "; base-uri 'none'; form-action 'none'");
  EXPECT_THAT(page, HasSubstr("<script>" + std::string(kParts.script) + "</script>"));
  EXPECT_THAT(page, HasSubstr("<style>" + std::string(kParts.style) + "</style>"));
  EXPECT_THAT(page, Not(HasSubstr("style=\"")));
}

TEST(HtmlPage, TakesAnyNameForText) {
  const std::string hostile = "</script><img src=x onerror=alert(1)>\"'&\x1b[2J\xff\u202Eevil\nline";
  const std::string harmless =
      "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;'&amp;\uFFFD[2J\uFFFD\uFFFDevil line";
  Chart chart = costs(1, 1);
  chart.title = chart.labels[0] = chart.label_heading = chart.series[0].name = hostile;
  Report report = report_of(chart);
  report.title = hostile;
  report.notes = {hostile};
  report.sections[0].heading = hostile;
  report.sections[0].notes = {hostile};
  report.sections[0].table = Table{.caption = hostile, .columns = {{hostile}}, .rows = {{hostile}}};
  for (const PageParts& parts : {kParts, kPartsWithoutLibrary}) {
    const std::string page = html_page(report, parts);
    EXPECT_THAT(page, HasSubstr("<h1>" + harmless + "</h1>"));
    EXPECT_THAT(page, Not(HasSubstr("<img")));
    EXPECT_THAT(page, Not(HasSubstr("\x1b")));
    EXPECT_THAT(page, Not(HasSubstr("\u202E")));
    EXPECT_EQ(misplaced_element(page), "");
  }
}

TEST(HtmlPage, HasTheLicenceOfWhatIsEmbedded) {
  EXPECT_EQ(between(html_page({}, kParts), "<pre>", "</pre>"), "MIT &lt;someone&gt;");
}

TEST(HtmlPage, HasPlainChartsWithoutTheLibrary) {
  EXPECT_THAT(html_page(report_of(costs(3, 2)), kPartsWithoutLibrary), HasSubstr("<svg "));
  EXPECT_THAT(html_page(report_of(costs(3, 2)), kPartsWithoutLibrary),
              HasSubstr("built without the library"));
  EXPECT_THAT(html_page(report_of(costs(3, 2)), kParts), Not(HasSubstr("<svg ")));
}

TEST(HtmlPage, OfAYearOf200UsageTypesIsBelowTwoMegabytes) {
  const Report report = report_of(costs(365, 200));
  const std::clock_t begin = std::clock();
  const std::string page = html_page(report);
  RecordProperty("cpu_ms", static_cast<int>((std::clock() - begin) * 1000 / CLOCKS_PER_SEC));
  EXPECT_LT(page.size(), 2'000'000U);
}

TEST(SvgChart, DrawsLinesFromZero) {
  const Chart chart = {
      .title = "T", .labels = {"a", "b", "c", "d"}, .series = {{"s", {10, 5, std::nan(""), 0}}}};
  const std::string svg = svg_chart(chart);
  EXPECT_THAT(svg, HasSubstr("d=\"M140.0 10.0h.1L280.0 140.0M560.0 270.0h.1\""));
  EXPECT_THAT(svg, HasSubstr(">10</text>"));
  EXPECT_THAT(svg, HasSubstr("<title>s</title>"));
}

TEST(SvgChart, HasNoHalvesOfWhatIsCountedInWholeOnes) {
  const auto scale = [](std::vector<double> values, Unit unit) {
    const std::string svg =
        svg_chart({.title = "T", .unit = unit, .labels = {"a", "b"}, .series = {{"s", std::move(values)}}});
    std::vector<std::string> marks;
    for (std::string_view rest = svg; rest.find("text-anchor=\"end\">") != std::string_view::npos;) {
      rest.remove_prefix(rest.find("text-anchor=\"end\">") + 18);
      marks.emplace_back(rest.substr(0, rest.find('<')));
    }
    return marks;
  };
  EXPECT_THAT(scale({0, 1}, Unit::count), ElementsAre("0", "1"));
  EXPECT_THAT(scale({0, 0}, Unit::count), ElementsAre("0", "1"));
  EXPECT_THAT(scale({0, 3}, Unit::count), ElementsAre("0", "1", "3"));
  EXPECT_THAT(scale({0, 4}, Unit::count), ElementsAre("0", "2", "4"));
  EXPECT_THAT(scale({0.5, 1}, Unit::count), ElementsAre("0", "0.50", "1"));
  EXPECT_THAT(scale({0, 1}, Unit::dollars), ElementsAre("$0.00", "$0.50", "$1.00"));
}

TEST(SvgChart, StacksBarsOnThoseBelowThem) {
  const Chart chart = {.title = "T",
                       .kind = ChartKind::stacked_bars,
                       .labels = {"a"},
                       .series = {{"small", {1}}, {"large", {3}}, {"credit", {-4}}}};
  const std::string svg = svg_chart(chart);
  // From -4 to 4: zero is at 140. What is stacked stands in the order of the chart, colours are by size.
  EXPECT_THAT(
      svg,
      HasSubstr(
          R"(data-series="0" data-colour="2" fill="currentColor" d="M126.0 140.0h448.0V107.5h-448.0z")"));
  EXPECT_THAT(
      svg, HasSubstr(
               R"(data-series="1" data-colour="1" fill="currentColor" d="M126.0 107.5h448.0V10.0h-448.0z")"));
  EXPECT_THAT(
      svg,
      HasSubstr(
          R"(data-series="2" data-colour="0" fill="currentColor" d="M126.0 140.0h448.0V270.0h-448.0z")"));
}

TEST(SvgChart, DrawsTheTenLargestSeries) {
  const std::string svg = svg_chart(costs(2, 12));
  std::size_t marks = 0;
  for (std::size_t at = svg.find("class=\"mark\""); at != std::string::npos;
       at = svg.find("class=\"mark\"", at + 1))
    ++marks;
  EXPECT_EQ(marks, 10U);
  EXPECT_THAT(svg_chart({}), HasSubstr("</svg>"));
}

}  // namespace
}  // namespace anthropic::internal::cli
