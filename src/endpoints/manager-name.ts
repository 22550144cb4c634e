/** Whose name the fields go by that a request writes. Source: k8s.io/apiserver/pkg/endpoints/handlers/create.go. */
import { type ApiRequest, header } from './request.js';

const LONGEST = 128;

// unicode.IsPrint: letters, marks, numbers, punctuation, symbols, and of the spaces only U+0020.
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/** The fieldManager that the client names, else what its User-Agent has before the first slash. */
export function managerOrUserAgent(manager: string, request: Pick<ApiRequest, 'headers'>): string {
  if (manager !== '') return manager;
  const [agent = ''] = (header(request, 'user-agent') ?? '').split('/');
  if (agent.length <= LONGEST && /^[\x20-\x7e]*$/.test(agent)) return agent;
  let name = '';
  for (const character of agent) {
    if (!PRINTABLE.test(character)) continue;
    if (Buffer.byteLength(name) + Buffer.byteLength(character) > LONGEST) break;
    name += character;
  }
  return name;
}
