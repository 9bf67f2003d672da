import Anthropic from '@anthropic-ai/sdk';

const client = new Anthropic({ apiKey: 'sk-ant-api03-EXAMPLEEXAMPLEEXAMPLE' });

/** Größe und Name: claude-haiku-4-5 */
export const models = { fast: 'claude-haiku-4-5', best: `claude-opus-4-8`, file: 'claude-opus-4-8.json' };

export async function search(question: string) {
  return client.messages.create({
    model: models.best,
    max_tokens: 1000,
    tools: [{ type: 'web_search_20250305', name: 'web_search' }],
    messages: [{ role: 'user', content: question }],
  });
}

export async function raw(body: string) {
  return fetch('https://api.anthropic.com/v1/messages', {
    method: 'POST',
    headers: { 'x-api-key': process.env.ANTHROPIC_API_KEY!, 'anthropic-version': '2023-06-01' },
    body,
  });
}
