import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.Model;

class Letters {
  // Set ANTHROPIC_API_KEY first.
  private final AnthropicClient client = AnthropicOkHttpClient.fromEnv();
  private final Model model = Model.CLAUDE_HAIKU_4_5_20251001;
  private final String older = "claude-3-7-sonnet-20250219";
}
