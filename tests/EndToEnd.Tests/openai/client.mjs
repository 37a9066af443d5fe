// Drives the official client through what a program of a clinic does; prints one JSON object for the test to judge.
// Usage: node client.mjs ADDRESS MODEL KEY OTHER_KEY
import OpenAI from 'openai';

const [address, model, key, otherKey] = process.argv.slice(2);
const client = (apiKey) => new OpenAI({ baseURL: `${address}/v1`, apiKey, maxRetries: 0 });
const mine = client(key), theirs = client(otherKey);
const messages = [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: 'Where does it hurt? In the left knee, since Monday.' }];
const common = { model, messages, max_tokens: 24, temperature: 0 };

async function failure(action) {
    try { await action(); return null; } catch (error) { return { name: error.constructor.name, status: error.status, code: error.code, param: error.param }; }
}

const answer = await mine.chat.completions.create(common);
let streamed = '', streamUsage = null, reason = null;
for await (const chunk of await mine.chat.completions.create({ ...common, stream: true, stream_options: { include_usage: true } })) {
    streamed += chunk.choices[0]?.delta?.content ?? '';
    reason ??= chunk.choices[0]?.finish_reason;
    streamUsage ??= chunk.usage;
}

const schema = { type: 'object', properties: { side: { enum: ['left', 'right'] }, days: { type: 'integer', minimum: 1, maximum: 30 } }, required: ['side', 'days'], additionalProperties: false };
const structured = await mine.chat.completions.create({ ...common, max_tokens: 200, temperature: 1, seed: 7, response_format: { type: 'json_schema', json_schema: { name: 'knee', strict: true, schema } } });
const source = 'The patient said "ouch",\nand took fünf tablets of ibuprofen.';
const quoted = await mine.chat.completions.create({ ...common, max_tokens: 400, temperature: 1, seed: 9, response_format: { type: 'json_schema', span_sources: [{ name: 'transcript', text: source }],
    json_schema: { name: 'quote', schema: { type: 'object', properties: { quote: { type: 'string', 'x-span': 'transcript' } }, required: ['quote'], additionalProperties: false } } } });
const logprobs = await mine.chat.completions.create({ ...common, max_tokens: 6, logprobs: true, top_logprobs: 3 });
const kept = { ...common, prompt_cache_key: 'visit-1' };
await mine.chat.completions.create(kept);
const texts = { model: 'vectors', input: ['a cough', 'the knee'] };
const vectors = await mine.embeddings.create(texts); // the client asks for base64 by itself

console.log(JSON.stringify({
    models: (await mine.models.list()).data.map((entry) => entry.id),
    text: answer.choices[0].message.content,
    usage: answer.usage,
    streamed, streamUsage, reason,
    structured: structured.choices[0].message.content,
    quoted: quoted.choices[0].message.content,
    source,
    logprobs: logprobs.choices[0].logprobs.content,
    logprobsText: logprobs.choices[0].message.content,
    completion: (await mine.completions.create({ model, prompt: 'Once', max_tokens: 5, temperature: 0 })).choices[0],
    cachedMine: (await mine.chat.completions.create(kept)).usage.prompt_tokens_details.cached_tokens,
    cachedTheirs: (await theirs.chat.completions.create(kept)).usage.prompt_tokens_details.cached_tokens,
    vectors: vectors.data.map((item) => Array.from(item.embedding)),
    vectorUsage: vectors.usage,
    numbers: (await mine.embeddings.create({ ...texts, encoding_format: 'float' })).data.map((item) => item.embedding),
    vectorsOfText: await failure(() => mine.embeddings.create({ ...texts, model })),
    answerOfVectors: await failure(() => mine.chat.completions.create({ ...common, model: 'vectors' })),
    shorterVectors: await failure(() => mine.embeddings.create({ ...texts, dimensions: 3 })),
    wrongKey: await failure(() => client('opl_wrong').models.list()),
    tools: await failure(() => mine.chat.completions.create({ ...common, tools: [{ type: 'function', function: { name: 'f' } }] })),
    noModel: await failure(() => mine.chat.completions.create({ ...common, model: 'gpt-4o' })),
    tooLong: await failure(() => mine.chat.completions.create({ ...common, max_tokens: 100000 })),
    badSchema: await failure(() => mine.chat.completions.create({ ...common, response_format: { type: 'json_schema', json_schema: { name: 'x', schema: { type: 'string', pattern: 'a' } } } })),
}));
