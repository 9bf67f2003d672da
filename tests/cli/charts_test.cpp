#include <cmath>
#include <gtest/gtest.h>

#include "cli/charts/bar_chart.hpp"
#include "cli/charts/figures.hpp"
#include "cli/charts/sparkline.hpp"
#include "cli/charts/text_table.hpp"
#include "cli/terminal/width.hpp"

namespace anthropic::internal::cli {
namespace {

const double kNone = std::nan("");
const std::vector<Bar> kRegions = {
    {"us-east-1", 120}, {"eu-central-1", 60}, {"東京 (ap-northeast-1)", 1}, {"nowhere", 0}};
constexpr TextStyle kPipe = {};
constexpr TextStyle kTerminal = {.width = 40, .has_blocks = true, .is_cut = true};

TEST(BarChart, IsPlainAndOfOneWidthInAPipe) {
  EXPECT_EQ(bar_chart(kRegions, Unit::dollars, kPipe).bytes(),
            "us-east-1              ###############################################  $120.00\n"
            "eu-central-1           ########################                          $60.00\n"
            "東京 (ap-northeast-1)  #                                                  $1.00\n"
            "nowhere                                                                   $0.00\n");
}

TEST(BarChart, TakesTheWidthItHas) {
  EXPECT_EQ(bar_chart(kRegions, Unit::dollars, kTerminal).bytes(),
            "us-east-1             ████████  $120.00\n"
            "eu-central-1          ████       $60.00\n"
            "東京 (ap-northeast-…  ▏           $1.00\n"
            "nowhere                           $0.00\n");
  for (const std::size_t width : {20U, 40U, 80U, 120U}) {
    const std::string text =
        bar_chart({{"a", 1}, {"b", 0.5}}, Unit::count, {.width = width, .has_blocks = true}).bytes();
    EXPECT_LT(display_width(text.substr(0, text.find('\n'))), width);
  }
}

TEST(BarChart, FillsAWideTerminal) {
  EXPECT_EQ(bar_chart({{"a", 2}, {"b", 1}}, Unit::count, {.width = 120}).bytes(),
            "a  " + std::string(113, '#') + "  2\n" + "b  " + std::string(57, '#') + std::string(56, ' ') +
                "  1\n");
}

TEST(BarChart, HasNoBarWhereThereIsNothingToShow) {
  EXPECT_EQ(bar_chart({{"a", kNone}, {"b", -1}, {"c", 0}}, Unit::count, {.width = 20}).bytes(),
            "a                 -\nb                -1\nc                 0\n");
  EXPECT_EQ(bar_chart({}, Unit::count, kPipe).bytes(), "");
}

TEST(BarChart, ColoursTheBarsAlone) {
  const TextStyle style = {.width = 20, .has_colour = true};
  EXPECT_EQ(bar_chart({{"a", 8}, {"b", 8, "of 4", true}}, Unit::count, style).bytes(),
            "a  \x1b[34m########\x1b[0m  8\n"
            "b  \x1b[1;31m########\x1b[0m  8 of 4\n");
}

TEST(BarChart, LetsNoNameSteerTheTerminal) {
  const std::string text = bar_chart({{"a\x1b[2J\nb", 1, "\x1b[31m"}}, Unit::count, kPipe).bytes();
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\n'), text.size() - 1);
}

TEST(Sparkline, IsAsHighAsTheFigures) {
  const std::vector<double> values = {0, 1, 2, 3, 4, 5, 6, 7};
  EXPECT_EQ(sparkline(values, kTerminal), "▁▂▃▄▅▆▇█");
  EXPECT_EQ(sparkline(values, kPipe), "_.-=+*#@");
}

TEST(Sparkline, LeavesABlankWhereThereIsNoFigure) {
  EXPECT_EQ(sparkline(std::vector<double>{7, kNone, 0}, kTerminal), "█ ▁");
  EXPECT_EQ(sparkline(std::vector<double>{kNone}, kTerminal), " ");
  EXPECT_EQ(sparkline({}, kTerminal), "");
}

TEST(Sparkline, LosesNoPeakWhereItIsShort) {
  std::vector<double> values(1000, 0);
  values[567] = 9;
  const std::string line = sparkline(values, {.width = 10});
  EXPECT_EQ(line, "_____@____");
}

TEST(Sparkline, TellsHeightsFromZero) {
  EXPECT_EQ(sparkline(std::vector<double>{100, 101}, kTerminal), "██");
  EXPECT_EQ(sparkline(std::vector<double>{0, 0}, kTerminal), "▁▁");
  EXPECT_EQ(sparkline(std::vector<double>{-1, 1}, kTerminal), "▁█");
}

const Table kTable = {
    .columns = {{"MODEL"}, {"CALLS", true}, {"NOTE"}},
    .rows = {{"anthropic.claude-haiku-4-5-20251001-v1:0", "1,234", "in use\tstill"}, {"x", "7"}}};

TEST(TextTable, IsWholeInAPipe) {
  EXPECT_EQ(text_table(kTable, kPipe).bytes(),
            "MODEL                                     CALLS  NOTE\n"
            "anthropic.claude-haiku-4-5-20251001-v1:0  1,234  in use still\n"
            "x                                             7\n");
}

TEST(TextTable, CutsTextButNoNumberOnANarrowTerminal) {
  EXPECT_EQ(text_table(kTable, kTerminal).bytes(),
            "MODEL                CALLS  NOTE\n"
            "anthropic.claude-h…  1,234  in use still\n"
            "x                        7\n");
  EXPECT_EQ(text_table(kTable, {.width = 10, .has_colour = true, .is_cut = true}).bytes(),
            "\x1b[1mMODEL   CALLS  NOTE\x1b[0m\n"
            "anthr~  1,234  in us~\n"
            "x           7\n");
}

TEST(FigureText, SaysWhatTheFigureIs) {
  EXPECT_EQ(figure_text(1234, Unit::count), "1,234");
  EXPECT_EQ(figure_text(0.5, Unit::count), "0.50");
  EXPECT_EQ(figure_text(1234.5, Unit::dollars), "$1,234.50");
  EXPECT_EQ(figure_text(0.00123, Unit::dollars), "$0.0012");
  EXPECT_EQ(figure_text(-3.5, Unit::dollars), "-$3.50");
  EXPECT_EQ(figure_text(349.6, Unit::milliseconds), "350 ms");
  EXPECT_EQ(figure_text(12.34, Unit::percent), "12.3 %");
  EXPECT_EQ(figure_text(1.5, Unit::seconds), "1.50 s");
  EXPECT_EQ(figure_text(kNone, Unit::dollars), "-");
}

TEST(FigureText, HasOneNumberOfDecimalsForAChart) {
  EXPECT_EQ(decimals_for(std::vector<double>{0.001, 120}, Unit::dollars), 2);
  EXPECT_EQ(decimals_for(std::vector<double>{0.001, 0.0004}, Unit::dollars), 4);
  EXPECT_EQ(decimals_for(std::vector<double>{1, 2, kNone}, Unit::count), 0);
  EXPECT_EQ(plain_figure(-0.001, 2), "0.00") << "no negative nothing";
  EXPECT_EQ(plain_figure(1234567.891, 2), "1,234,567.89");
  EXPECT_EQ(plain_figure(kNone, 2), "");
}

TEST(DisplayWidth, CountsColumnsOfTheTerminal) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("東京"), 4U);
  EXPECT_EQ(display_width("e\xCC\x81"), 1U) << "an accent over another character";
  EXPECT_EQ(fit_to_width("東京都", 5, "…"), "東京…");
  EXPECT_EQ(fit_to_width("東京都", 4, "…"), "東…");
  EXPECT_EQ(fit_to_width("abc", 3, "…"), "abc");
  EXPECT_EQ(fit_to_width("abc", 0, "…"), "");
}

}  // namespace
}  // namespace anthropic::internal::cli
