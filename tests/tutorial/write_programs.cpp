// write_programs LESSONS OUT.cpp: every program that %cpp shows in the lessons, as functions of one file with a main()
// that runs them all. Their endpoint is in the environment.
#include <cstdio>
#include <fstream>
#include <string>

#include "tutorial/runner/session.hpp"

namespace {

using namespace anthropic::internal::tutorial;

constexpr std::string_view kHead =
    "#include <iostream>\n\n#include <anthropic/bedrock.hpp>\n\nint main() {\n";
constexpr std::string_view kTail = "tokens\\n\";\n}\n";

class ProgramsFile {
 public:
  explicit ProgramsFile(const char* path) : out_(path) {
    out_ << "#include <iostream>\n\n#include <anthropic/bedrock.hpp>\n\nnamespace {\n";
  }

  /// Programs that stand one behind the other.
  void add(const std::string& name, std::string_view programs) {
    while (programs.starts_with(kHead)) {
      const std::size_t end = programs.find(kTail) + kTail.size() - 2;
      out_ << "\nint program_" << ++count_ << "() {\n"
           << programs.substr(kHead.size(), end - kHead.size()) << "  return 0;\n}\n";
      calls_ +=
          "  std::cout << \"\\n" + name + "\\n\";\n  failures += program_" + std::to_string(count_) + "();\n";
      programs.remove_prefix(end + 2);
    }
  }

  int finish() {
    out_ << "\n}  // namespace\n\nint main() {\n  int failures = 0;\n" << calls_ << "  return failures;\n}\n";
    return count_;
  }

 private:
  std::ofstream out_;
  std::string calls_;
  int count_ = 0;
};

/// Runs the cell for what it saves, then asks for its program. A cell that sends nothing has none; a raw request may be
/// wrong on purpose.
bool add_cell(Session& session, const Lesson& lesson, const LessonCell& cell, const std::string& source,
              ProgramsFile& file) {
  if (source.find("%raw") != std::string::npos) return true;
  const auto ran = session.run(source, {&lesson, &cell});
  if (ran && ran->parts.empty() && ran->cpp.empty()) return true;
  const auto program = ran && ran->cpp.empty() ? session.run("%cpp\n" + source, {&lesson, &cell}) : ran;
  if (!ran || !program) {
    std::fprintf(stderr, "%s\n", (ran ? program : ran).error().to_string().c_str());
    return false;
  }
  file.add(cell.id, program->cpp);
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  auto course = Course::read(argv[1], Language::en);
  if (!course) {
    std::fprintf(stderr, "%s\n", course.error().to_string().c_str());
    return 1;
  }
  Session session(*std::move(course), {});
  ProgramsFile file(argv[2]);
  bool is_good = true;
  for (const Lesson& lesson : session.course().lessons()) {
    for (const LessonCell& cell : lesson.cells) {
      if (!cell.is_code || cell.is_playground) continue;
      is_good &= add_cell(session, lesson, cell, cell.exercise ? cell.exercise->solution : cell.source, file);
    }
  }
  std::printf("%d programs\n", file.finish());
  return is_good ? 0 : 1;
}
