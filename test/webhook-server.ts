/** A webhook that answers as a test says, over plain HTTP, and the kubeconfig that leads to it. */
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

export interface WebhookAnswer {
  readonly code?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object to be sent as JSON, or a text. */
  readonly body: unknown;
}

export interface AskedReview {
  readonly kind: string;
  readonly apiVersion: string;
  readonly spec: Readonly<Record<string, unknown>>;
}

export class TestWebhook {
  /** What it was asked, as it came. */
  readonly asked: AskedReview[] = [];
  /** The Authorization header of the last question. */
  authorization: string | undefined;
  readonly #server: Server;
  readonly #answer: (asked: AskedReview) => WebhookAnswer;

  private constructor(answer: (asked: AskedReview) => WebhookAnswer) {
    this.#answer = answer;
    this.#server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        const asked = JSON.parse(text) as AskedReview;
        this.asked.push(asked);
        this.authorization = request.headers.authorization;
        const { code = 200, headers = {}, body } = this.#answer(asked);
        response.writeHead(code, { 'content-type': 'application/json', ...headers });
        response.end(typeof body === 'string' ? body : JSON.stringify(body));
      });
    });
  }

  static async start(answer: (asked: AskedReview) => WebhookAnswer): Promise<TestWebhook> {
    const webhook = new TestWebhook(answer);
    await new Promise<void>((resolve) => webhook.#server.listen(0, '127.0.0.1', resolve));
    return webhook;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/ask`;
  }

  /** A kubeconfig, YAML. */
  get kubeconfig(): string {
    return `apiVersion: v1
kind: Config
clusters: [{name: webhook, cluster: {server: "${this.url}"}}]
users: [{name: kubemint, user: {token: from-kubemint}}]
contexts: [{name: webhook, context: {cluster: webhook, user: kubemint}}]
current-context: webhook
`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** The question with a status, as a good webhook answers. */
export function answered(asked: AskedReview, status: unknown): WebhookAnswer {
  return { body: { ...asked, status } };
}
