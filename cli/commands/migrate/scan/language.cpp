#include "commands/migrate/scan/language.hpp"

namespace anthropic::internal::cli {
namespace {

struct Extension {
  std::string_view name;
  Language language;
};

constexpr Extension kExtensions[] = {
    {".py", Language::python},      {".pyi", Language::python},     {".ts", Language::typescript},
    {".tsx", Language::typescript}, {".mts", Language::typescript}, {".cts", Language::typescript},
    {".js", Language::typescript},  {".jsx", Language::typescript}, {".mjs", Language::typescript},
    {".cjs", Language::typescript}, {".go", Language::go},          {".java", Language::java},
    {".kt", Language::java},        {".kts", Language::java},       {".scala", Language::java},
    {".cpp", Language::cpp},        {".cc", Language::cpp},         {".cxx", Language::cpp},
    {".hpp", Language::cpp},        {".hh", Language::cpp},         {".hxx", Language::cpp},
    {".h", Language::cpp},          {".ipp", Language::cpp},        {".yaml", Language::yaml},
    {".yml", Language::yaml},       {".json", Language::json},      {".jsonc", Language::json},
    {".json5", Language::json},     {".jsonl", Language::json},     {".env", Language::env},
    {".sh", Language::shell},       {".bash", Language::shell},     {".zsh", Language::shell},
    {".ipynb", Language::notebook},
};

bool is_manifest(std::string_view name) {
  return (name.starts_with("requirements") && name.ends_with(".txt")) || name == "pyproject.toml" ||
         name == "go.mod" || name == "pom.xml" || name == "build.gradle" || name == "build.gradle.kts";
}

}  // namespace

std::optional<Language> language_of(std::string_view name) {
  if (is_manifest(name)) return Language::manifest;
  if (name == ".env" || name.starts_with(".env.") || name == ".envrc") return Language::env;
  if (name == "Dockerfile" || name.starts_with("Dockerfile.")) return Language::shell;
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  for (const Extension& extension : kExtensions) {
    if (name.substr(dot) == extension.name) return extension.language;
  }
  return std::nullopt;
}

bool begins_comment(std::string_view line, Language language) {
  const std::size_t begin = line.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return false;
  line.remove_prefix(begin);
  constexpr unsigned kHash =
      Language::python | Language::yaml | Language::env | Language::shell | Language::manifest;
  constexpr unsigned kSlashes = Language::typescript | Language::go | Language::java | Language::cpp;
  if (kHash & language) return line.starts_with('#');
  return (kSlashes & language) &&
         (line.starts_with("//") || line.starts_with("/*") || line.starts_with("* "));
}

}  // namespace anthropic::internal::cli
