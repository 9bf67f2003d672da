#include "report/html_page.hpp"

#include <algorithm>

#include "base/crypto/encoding.hpp"
#include "base/crypto/sha256.hpp"
#include "charts/figures.hpp"
#include "report/html_text.hpp"
#include "report/svg_chart.hpp"

namespace anthropic::internal::cli {
namespace {

std::string source_of(std::string_view text) {
  return "'sha256-" + base64_encode(as_bytes(sha256(text))) + "'";
}

/// Nothing runs and nothing is styled but what stands in the page, and nothing is fetched.
std::string content_policy(const PageParts& parts) {
  std::string scripts = source_of(parts.script);
  std::string styles = source_of(parts.style);
  if (!parts.library_name.empty()) {
    scripts += " " + source_of(parts.library_script);
    styles += " " + source_of(parts.library_style);
  }
  return "default-src 'none'; script-src " + scripts + "; style-src " + styles +
         "; base-uri 'none'; form-action 'none'";
}

std::string element(std::string_view name, std::string_view text) {
  std::string out = "<";
  out.append(name).append(">").append(html_text(text)).append("</");
  return out.append(name.substr(0, name.find(' '))).append(">\n");
}

void append_raw(std::string& out, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  out.append("<").append(name).append(">").append(text).append("</").append(name).append(">\n");
}

std::string_view name_of(ChartKind kind) {
  switch (kind) {
    case ChartKind::lines:
      return "lines";
    case ChartKind::bars:
      return "bars";
    case ChartKind::stacked_bars:
      return "stacked";
  }
  return "";
}

std::string caption_of(const Chart& chart) {
  const std::string_view sign = unit_sign(chart.unit);
  return sign.empty() ? chart.title : chart.title + " (" + std::string(sign) + ")";
}

/// What stands above a section: if it has no heading of its own, what its chart or its table is called.
std::string heading_of(const ReportSection& section) {
  if (!section.heading.empty()) return section.heading;
  if (section.chart) return caption_of(*section.chart);
  return section.table ? section.table->caption : std::string();
}

/// A caption; only for who cannot see where it stands, if that is told by the `heading` above it.
std::string caption(std::string name, std::string_view text, std::string_view heading) {
  if (text == heading) name += " class=\"unseen\"";
  return element(name, text);
}

/// A table that scrolls within its own frame; the keyboard reaches it there.
void begin_table(std::string& out, std::string_view title, std::string_view heading,
                 const std::vector<Column>& columns) {
  out += "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table: " + html_text(title) +
         "\">\n<table>\n" + caption("caption", title, heading) + "<thead><tr>";
  for (const Column& column : columns) {
    out += column.is_number ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">";
    out += html_text(column.heading) + "</th>";
  }
  out += "</tr></thead>\n<tbody>\n";
}

void end_table(std::string& out) {
  out += "</tbody>\n</table>\n</div>\n";
}

void append_figures(std::string& out, const Chart& chart) {
  int decimals = 0;
  std::vector<Column> columns = {{chart.label_heading}};
  for (const Series& series : chart.series) {
    decimals = std::max(decimals, decimals_for(series.values, chart.unit));
    columns.push_back({series.name, true});
  }
  const std::string title = caption_of(chart);
  begin_table(out, title, title, columns);  // it stands beside the chart of that title
  for (std::size_t row = 0; row < chart.labels.size(); ++row) {
    out += "<tr><th scope=\"row\">" + html_text(chart.labels[row]) + "</th>";
    for (const Series& series : chart.series) {
      out += "<td>";
      if (row < series.values.size()) out += plain_figure(series.values[row], decimals);
      out += "</td>";
    }
    out += "</tr>\n";
  }
  end_table(out);
}

// The page's script draws what the table says, so that there is one place for each figure.
void append_chart(std::string& out, const Chart& chart, std::string_view heading, const PageParts& parts) {
  out += "<div class=\"chart\" data-kind=\"" + std::string(name_of(chart.kind)) + "\" data-unit=\"" +
         html_text(unit_sign(chart.unit)) + "\">\n<figure>\n";
  out += caption("figcaption", caption_of(chart), heading);
  out += "<div class=\"plot\">" + (parts.library_name.empty() ? svg_chart(chart) : "") +
         "</div>\n<p class=\"point\" aria-live=\"polite\"></p>\n";
  out += "<div class=\"series\" role=\"group\" aria-label=\"Series\"></div>\n</figure>\n";
  append_figures(out, chart);
  out += "</div>\n";
}

void append_table(std::string& out, const Table& table, std::string_view heading) {
  begin_table(out, table.caption, heading, table.columns);
  for (const auto& row : table.rows) {
    out += "<tr>";
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
      const std::string cell = column < row.size() ? html_text(row[column]) : "";
      if (column == 0)
        out += "<th scope=\"row\">" + cell + "</th>";
      else
        out += (table.columns[column].is_number ? "<td>" : "<td class=\"t\">") + cell + "</td>";
    }
    out += "</tr>\n";
  }
  end_table(out);
}

void append_section(std::string& out, const ReportSection& section, const PageParts& parts) {
  out += "<section>\n";
  const std::string heading = heading_of(section);
  if (!heading.empty()) out += element("h2", heading);
  for (const std::string& note : section.notes) out += element("p", note);
  if (section.chart) append_chart(out, *section.chart, heading, parts);
  if (section.table) append_table(out, *section.table, heading);
  out += "</section>\n";
}

void append_footer(std::string& out, const PageParts& parts) {
  out += "<footer>\n<p>Written by claude-bedrock.</p>\n";
  if (parts.library_name.empty()) {
    out +=
        "<p>This program was built without the library that draws charts, so they are plain; the "
        "tables have all figures.</p>\n";
  } else {
    out +=
        "<details>\n<summary>The charts are drawn by " + html_text(parts.library_name) + "</summary>\n<pre>";
    out += html_lines(parts.library_licence) + "</pre>\n</details>\n";
  }
  out += "</footer>\n";
}

}  // namespace

std::string html_page(const Report& report, const PageParts& parts) {
  std::string out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  out += "<meta http-equiv=\"Content-Security-Policy\" content=\"" + content_policy(parts) + "\">\n";
  out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  out += element("title", report.title);
  append_raw(out, "style", parts.library_style);
  append_raw(out, "style", parts.style);
  out += "</head>\n<body>\n<header>\n" + element("h1", report.title);
  for (const std::string& note : report.notes) out += element("p", note);
  out += "</header>\n<main>\n";
  for (const ReportSection& section : report.sections) append_section(out, section, parts);
  out += "</main>\n";
  append_footer(out, parts);
  append_raw(out, "script", parts.library_script);
  append_raw(out, "script", parts.script);
  return out + "</body>\n</html>\n";
}

}  // namespace anthropic::internal::cli
