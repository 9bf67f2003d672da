#pragma once

/// The version of this library, as `claude-bedrock --version` prints it.
#define ANTHROPIC_VERSION "0.1.0"
