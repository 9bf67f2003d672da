// sample_pages FOLDER: writes pages as `--html` does, for tests/outsiders/report_page.mjs: of names that are hostile, of a
// year of 200 usage types, and as a program writes them that was built without the library that draws charts.
#include <cmath>
#include <cstdio>
#include <ctime>
#include <fstream>

#include "report/html_page.hpp"

using namespace anthropic::internal::cli;

namespace {

Chart costs(std::size_t days, std::size_t types) {
  Chart chart = {
      .title = "Costs", .kind = ChartKind::stacked_bars, .unit = Unit::dollars, .label_heading = "Day"};
  for (std::size_t day = 0; day < days; ++day) chart.labels.push_back("day " + std::to_string(day + 1));
  for (std::size_t type = 0; type < types; ++type) {
    Series& series =
        chart.series.emplace_back(Series{.name = "USE1-Claude4.5Haiku-tokens-" + std::to_string(type)});
    for (std::size_t day = 0; day < days; ++day)
      series.values.push_back(static_cast<double>((day * 7 + type * 11) % 100) + 0.25);
  }
  return chart;
}

Report hostile_report() {
  const std::string hostile = "</script><img src=x onerror=\"document.title='taken'\">";
  return {.title = "Report " + hostile,
          .notes = {hostile},
          .sections = {{.heading = "Stacked", .chart = costs(30, 3)},
                       {.heading = "Lines",
                        .chart = Chart{.title = "Latency",
                                       .kind = ChartKind::lines,
                                       .unit = Unit::milliseconds,
                                       .label_heading = "Hour",
                                       .labels = {"10:00", "11:00", "12:00", "13:00", "14:00"},
                                       .series = {{"p50", {310, std::nan(""), 1290, 900, 1290}},
                                                  {hostile, {900, 1100, 1500, 1600, 1500}}}}},
                       {.heading = "Bars",
                        .chart = Chart{.title = "Calls",
                                       .kind = ChartKind::bars,
                                       .label_heading = "Region",
                                       .labels = {"us-east-1", "eu-central-1"},
                                       .series = {{"calls", {1234567, 89}}}}},
                       {.heading = "Budgets",
                        .table = Table{.caption = "Budgets",
                                       .columns = {{"Name"}, {"Limit", true}},
                                       .rows = {{hostile, "$50.00"}}}}}};
}

void write(const std::string& path, const std::string& page) {
  std::ofstream(path, std::ios::binary) << page;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::string folder = argv[1];
  PageParts plain = page_parts();
  plain.library_name = plain.library_style = plain.library_script = plain.library_licence = {};
  write(folder + "/report.html", html_page(hostile_report()));
  write(folder + "/plain.html", html_page(hostile_report(), plain));
  const Report year = {.title = "A year", .sections = {{.heading = "Costs", .chart = costs(365, 200)}}};
  const std::clock_t begin = std::clock();
  const std::string page = html_page(year);
  const double ms = 1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  write(folder + "/year.html", page);
  std::printf("a year of 200 usage types: %.1f ms of CPU time, %zu bytes\n", ms, page.size());
}
