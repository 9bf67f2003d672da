#include "commands/completion/completion.hpp"

#include <string_view>

#include "errors/exit_codes.hpp"

namespace anthropic::cli {
namespace {

struct CommandWords {
  std::string_view name;
  std::string_view about;
  std::string_view options;
};

// The tests compare these lists with what --help says.
constexpr CommandWords kCommands[] = {
    {"ask", "one question, one answer",
     "--model --system --max-tokens --temperature --top-p --top-k --stop --thinking --thinking-display "
     "--effort "
     "--cache --guardrail --guardrail-trace --service-tier --file --image --document --from-s3 --to-s3 "
     "--tool --yes --tool-env --max-turns --schema --no-stream --json --events --verbose "
     "--platform --region --profile --endpoint-url --local --timeout --max-retries --debug --help"},
    {"batch", "every line of a file",
     "--output --failed --retry-failed --dry-run --concurrency --rate --engine --s3-input --s3-output "
     "--role-arn --job-name --tag --job --stop-job --poll "
     "--model --system --max-tokens --temperature --top-p --top-k --stop --thinking --thinking-display "
     "--effort "
     "--cache --guardrail --guardrail-trace --service-tier --platform --region --profile --endpoint-url "
     "--local --timeout --max-retries --debug --help"},
    {"chat", "a conversation",
     "--model --system --max-tokens --temperature --top-p --top-k --stop --thinking --thinking-display "
     "--effort "
     "--cache --guardrail --guardrail-trace --service-tier --file --image --document --load "
     "--tool --yes --tool-env --max-turns --schema --json --events "
     "--platform --region --profile --endpoint-url --local --timeout --max-retries --debug --help"},
    {"count", "the tokens of a question",
     "--model --system --max-tokens --temperature --top-p --top-k --stop --thinking --thinking-display "
     "--effort "
     "--cache --guardrail --guardrail-trace --service-tier --file --image --document --json "
     "--platform --region --profile --endpoint-url --local --timeout --max-retries --debug --help"},
    {"models", "the models that Bedrock serves", "--json --all --help"},
    {"migrate", "from Anthropic's own API to Bedrock",
     "check --write --region --yes --json --model --profile --endpoint-url --local --timeout --debug --help"},
    {"local", "a local endpoint",
     "--host --port --access-key --secret-key --session-token --bearer --api-key --auth --allow-host "
     "--max-connections --body-memory --body-timeout --replies --fault --region --verbose --help"},
    {"whoami", "whose AWS credentials are found", "--json --region --profile --endpoint-url --debug --help"},
    {"assume-role", "credentials of a role",
     "--session-name --duration --external-id --serial-number --token-code --json --region --profile "
     "--endpoint-url --debug --help"},
    {"configure", "write the AWS profile files",
     "set get --json --region --profile --endpoint-url --debug --help"},
    {"token", "a short-term API key for Bedrock",
     "--lifetime --json --region --profile --endpoint-url --debug --help"},
    {"s3", "objects of Amazon S3",
     "get put ls --content-type --recursive --json --region --profile --endpoint-url --debug --help"},
    {"secret", "secrets of AWS Secrets Manager",
     "get put --version-id --version-stage --create --description --kms-key --binary --json --region "
     "--profile --endpoint-url --debug --help"},
    {"kms", "encrypt and decrypt",
     "encrypt decrypt --key --context --json --region --profile --endpoint-url --debug --help"},
    {"request", "a signed request to AWS",
     "--service --data --data-binary --header --include --dry-run --json --region --profile --endpoint-url "
     "--debug --help"},
    {"completion", "a completion script", "bash zsh fish --help"},
};

struct OptionValues {
  std::string_view option;  ///< With its short form behind a '|', as in a shell's `case`.
  std::string_view values;
};

constexpr OptionValues kValues[] = {
    {"--model|-m", "haiku sonnet opus"},
    {"--thinking", "adaptive disabled between_tools"},
    {"--thinking-display", "summarized omitted"},
    {"--effort", "low medium high xhigh max"},
    {"--cache", "5m 1h"},
    {"--service-tier", "default priority flex reserved"},
    {"--platform", "bedrock bedrock-messages mantle aws anthropic"},
    {"--auth", "strict off"},
    {"--tool-env", "keep clean"},
};
constexpr std::string_view kFileOptions = "--file|-f|--image|--document|--tool|--schema|--load|--replies";

bool is_file_option(std::string_view option) {
  return ("|" + std::string(kFileOptions) + "|").find("|" + std::string(option) + "|") != std::string::npos;
}

std::string bash_script() {
  std::string out = R"(# claude-bedrock completion bash
_claude_bedrock() {
  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" words="" command="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    [[ ${COMP_WORDS[i]} != -* ]] && { command="${COMP_WORDS[i]}"; break; }
  done
  case "$before" in
    )";
  for (const OptionValues& values : kValues) {
    out += values.option;
    out += ") words=\"";
    out += values.values;
    out += "\" ;;\n    ";
  }
  out += kFileOptions;
  out += R"() COMPREPLY=($(compgen -f -- "$word")); return ;;
    *) case "$command" in
)";
  for (const CommandWords& command : kCommands) {
    out += "      ";
    out += command.name;
    out += ") words=\"";
    out += command.options;
    out += "\" ;;\n";
  }
  out += "      \"\") words=\"";
  for (const CommandWords& command : kCommands) {
    out += command.name;
    out += ' ';
  }
  out += R"(--help --version" ;;
    esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _claude_bedrock claude-bedrock
)";
  return out;
}

std::string zsh_script() {
  return "#compdef claude-bedrock\nautoload -U +X bashcompinit && bashcompinit\n" + bash_script();
}

std::string fish_script() {
  std::string out = "# claude-bedrock completion fish\ncomplete -c claude-bedrock -f\n";
  for (const CommandWords& command : kCommands) {
    const std::string name(command.name);
    out += "complete -c claude-bedrock -n __fish_use_subcommand -a " + name + " -d '" +
           std::string(command.about) + "'\n";
    std::string_view rest = command.options;
    while (!rest.empty()) {
      const std::size_t end = rest.find(' ');
      const std::string_view word = rest.substr(0, end);
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
      out += "complete -c claude-bedrock -n '__fish_seen_subcommand_from " + name + "' ";
      out += word.starts_with("--") ? "-l " + std::string(word.substr(2)) : "-a " + std::string(word);
      for (const OptionValues& values : kValues) {
        if (word == values.option.substr(0, values.option.find('|')))
          out += " -x -a '" + std::string(values.values) + "'";
      }
      if (is_file_option(word)) out += " -r -F";
      out += '\n';
    }
  }
  return out;
}

}  // namespace

int run_completion(const CompletionOptions& options, Console& console) {
  if (options.shell == "fish") {
    console.out.write(fish_script());
  } else {
    console.out.write(options.shell == "zsh" ? zsh_script() : bash_script());
  }
  return console.finish(kExitOk);
}

}  // namespace anthropic::cli
