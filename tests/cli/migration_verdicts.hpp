#pragma once

#include <cstddef>
#include <string_view>

namespace anthropic::internal::cli {

/// What is to be said of a place in migration_tree. Every line without one has nothing to be said of it.
struct Verdict {
  std::string_view file;
  std::size_t line;
  std::size_t column;
  std::string_view kind;
  std::string_view match;
  std::string_view replacement = {};  ///< without a region
};

// clang-format off
inline constexpr Verdict kVerdicts[] = {
    {"cpp/letters.cpp", 3, 10, "import", "<anthropic/anthropic.hpp>"},
    {"cpp/letters.cpp", 6, 3, "client", "anthropic::Anthropic"},
    {"cpp/letters.cpp", 8, 18, "model", "claude-opus-4-5-20251101", "global.anthropic.claude-opus-4-5-20251101-v1:0"},
    {"deploy/ask.sh", 3, 6, "url", "https://api.anthropic.com"},
    {"deploy/ask.sh", 4, 13, "header", "x-api-key"},
    {"deploy/ask.sh", 4, 25, "environment", "ANTHROPIC_API_KEY"},
    {"deploy/ask.sh", 5, 13, "header", "anthropic-version"},
    {"deploy/ask.sh", 6, 22, "model", "claude-haiku-5-5", "global.anthropic.claude-haiku-5-5"},
    {"deploy/compose.yaml", 4, 9, "model", "claude-instant-1.2", "global.anthropic.claude-haiku-5-5"},
    {"deploy/compose.yaml", 5, 14, "model", "claude-haiku-4-5-20251001", "global.anthropic.claude-haiku-4-5-20251001-v1:0"},
    {"deploy/compose.yaml", 6, 25, "model_constant", "claude-opus-4-8"},
    {"deploy/compose.yaml", 7, 7, "environment", "ANTHROPIC_BASE_URL"},
    {"deploy/compose.yaml", 7, 27, "url", "https://api.anthropic.com"},
    {"deploy/letters.env", 1, 6, "environment", "ANTHROPIC_API_KEY"},
    {"deploy/letters.env", 2, 7, "model", "claude-fable-5", "global.anthropic.claude-fable-5"},
    {"go/main.go", 7, 3, "import", "github.com/anthropics/anthropic-sdk-go"},
    {"go/main.go", 11, 12, "client", "anthropic.NewClient("},
    {"go/main.go", 13, 24, "model_constant", "ModelClaudeSonnet4_5_20250929"},
    {"go/main.go", 19, 56, "model", "claude-sonnet-5", "global.anthropic.claude-sonnet-5"},
    {"java/Letters.java", 2, 8, "import", "com.anthropic.client.okhttp"},
    {"java/Letters.java", 6, 10, "environment", "ANTHROPIC_API_KEY"},
    {"java/Letters.java", 7, 42, "client", "AnthropicOkHttpClient."},
    {"java/Letters.java", 8, 31, "model_constant", "Model.CLAUDE_HAIKU_4_5_20251001"},
    {"java/Letters.java", 9, 33, "model", "claude-3-7-sonnet-20250219", "global.anthropic.claude-sonnet-5-5"},
    {"notebooks/letters.ipynb", 7, 6, "import", "import anthropic"},
    {"notebooks/letters.ipynb", 8, 15, "client", "anthropic.Anthropic("},
    {"notebooks/letters.ipynb", 9, 37, "model", "claude-sonnet-4-6", "global.anthropic.claude-sonnet-4-6"},
    {"notebooks/letters.ipynb", 9, 158, "feature", R"(type\": \"file)"},
    {"python/requirements.txt", 1, 1, "import", "anthropic"},
    {"python/summaries.py", 4, 1, "import", "import anthropic"},
    {"python/summaries.py", 5, 23, "import", "AsyncAnthropic"},
    {"python/summaries.py", 7, 3, "model", "claude-3-opus-20240229", "global.anthropic.claude-opus-5-5"},
    {"python/summaries.py", 8, 34, "model", "claude-sonnet-4-5-20250929", "global.anthropic.claude-sonnet-4-5-20250929-v1:0"},
    {"python/summaries.py", 12, 10, "client", "anthropic.Anthropic("},
    {"python/summaries.py", 12, 50, "environment", "ANTHROPIC_API_KEY"},
    {"python/summaries.py", 13, 8, "client", "AsyncAnthropic("},
    {"python/summaries.py", 27, 19, "feature", "messages.batches."},
    {"python/summaries.py", 31, 45, "feature", R"(type": "url)"},
    {"python/summaries.py", 33, 16, "model", "claude-3-5-sonnet-latest", "global.anthropic.claude-sonnet-5-5"},
    {"web/chat.ts", 1, 24, "import", "@anthropic-ai/sdk"},
    {"web/chat.ts", 3, 16, "client", "new Anthropic("},
    {"web/chat.ts", 3, 41, "key", "sk-ant-(hidden)"},
    {"web/chat.ts", 5, 21, "model", "claude-haiku-4-5", "global.anthropic.claude-haiku-4-5-20251001-v1:0"},
    {"web/chat.ts", 6, 32, "model", "claude-haiku-4-5", "global.anthropic.claude-haiku-4-5-20251001-v1:0"},
    {"web/chat.ts", 6, 58, "model", "claude-opus-4-8", "global.anthropic.claude-opus-4-8"},
    {"web/chat.ts", 12, 22, "feature", "web_search_20250305"},
    {"web/chat.ts", 18, 17, "url", "https://api.anthropic.com"},
    {"web/chat.ts", 20, 17, "header", "x-api-key"},
    {"web/chat.ts", 20, 41, "environment", "ANTHROPIC_API_KEY"},
    {"web/chat.ts", 20, 62, "header", "anthropic-version"},
    {"web/package.json", 4, 6, "import", "@anthropic-ai/sdk"},
    {"web/package.json", 7, 25, "model", "claude-opus-4-1", "us.anthropic.claude-opus-4-1-20250805-v1:0"},
};
// clang-format on

}  // namespace anthropic::internal::cli
