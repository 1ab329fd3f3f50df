import http from 'node:http';
import net, { type AddressInfo } from 'node:net';

/** A proxy on this machine: it keeps what it was asked for, and leads every tunnel to one place. */
export class FakeProxy implements AsyncDisposable {
  /** `CONNECT host:port` of a tunnel, or `GET http://host/path`. */
  readonly asked: string[] = [];
  /** The port on this machine that every tunnel leads to; null refuses it. */
  leadsTo: number | null = null;
  readonly #server = http.createServer((request, response) => {
    this.#pass(request, response);
  });

  static async start(): Promise<FakeProxy> {
    const proxy = new FakeProxy();
    proxy.#server.on('connect', (request: http.IncomingMessage, socket: net.Socket) => {
      proxy.#tunnel(request, socket);
    });
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #tunnel({ url = '' }: http.IncomingMessage, socket: net.Socket): void {
    this.asked.push(`CONNECT ${url}`);
    socket.on('error', () => socket.destroy());
    if (this.leadsTo === null) {
      socket.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    const there = net.connect(this.leadsTo, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      there.pipe(socket).pipe(there);
    });
    there.on('error', () => socket.destroy());
    socket.on('close', () => there.destroy());
  }

  #pass(request: http.IncomingMessage, response: http.ServerResponse): void {
    this.asked.push(`${String(request.method)} ${String(request.url)}`);
    const { pathname } = new URL(String(request.url));
    const there = { port: this.leadsTo ?? 0, host: '127.0.0.1', path: pathname };
    const onward = http.request({ ...there, method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  }
}
