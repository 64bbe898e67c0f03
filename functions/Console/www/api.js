// The API of the gateway, as the console calls it: with a key, entity tags, and errors as exceptions.

/** Makes a path of the API; what is put in is one segment, whatever it holds. */
export const path = (parts, ...values) =>
  parts.reduce((made, part, i) => made + encodeURIComponent(values[i - 1]) + part);

/** An answer that is no success. `status` 0: there was none. `errors`: which fields are wrong, and why. */
export class ApiError extends Error {
  constructor(status, problem = {}) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.status = status;
    this.detail = problem.detail;
    this.errors = problem.errors ?? [];
    this.body = problem;
  }
}

// The page lies one folder below the API.
const root = new URL('..', document.baseURI);

export class Api {
  #key;
  #signedOut;
  #tags;
  #signal;

  /** `signedOut` is called when the key is not, or no longer, accepted. */
  constructor(key, signedOut, tags = new Map(), signal = undefined) {
    this.#key = key;
    this.#signedOut = signedOut;
    this.#tags = tags;
    this.#signal = signal;
  }

  /** The same, for requests that end when `signal` is aborted. */
  until(signal) {
    return new Api(this.#key, this.#signedOut, this.#tags, signal);
  }

  get(at, query) {
    return this.#json('GET', at, { query });
  }

  post(at, body, options = {}) {
    return this.#json('POST', at, { ...options, body });
  }

  /** Creates or replaces; refused with 412 if it has changed since it was read. `create`: refused if it exists. */
  put(at, body, { create = false } = {}) {
    return this.#json('PUT', at, { body, guard: create ? { 'If-None-Match': '*' } : this.#guard(at) });
  }

  patch(at, body) {
    return this.#json('PATCH', at, { body });
  }

  /** Removes; refused with 412 if it has changed since it was read. */
  delete(at) {
    return this.#json('DELETE', at, { guard: this.#guard(at) });
  }

  /** Content that is not JSON: its bytes. */
  async bytes(at, query) {
    const answer = await this.#send('GET', at, { query });
    return new Uint8Array(await answer.arrayBuffer());
  }

  /** Content of any size, which the browser keeps where it has room for it. `report` is told how many bytes have come. */
  async file(at, report) {
    const { body } = await this.#send('GET', at, {});
    let size = 0;
    const count = new TransformStream({
      transform(bytes, to) {
        report((size += bytes.length));
        to.enqueue(bytes);
      },
    });
    try {
      return await new Response(body.pipeThrough(count)).blob();
    } catch (problem) {
      // It broke off, and what has come of it is not whole.
      throw problem.name === 'AbortError' ? problem : new ApiError(0);
    }
  }

  /** Forgets which version was read, so that the next write replaces whatever is there. */
  forget(at) {
    this.#tags.delete(at);
  }

  #guard(at) {
    return this.#tags.has(at) ? { 'If-Match': this.#tags.get(at) } : {};
  }

  async #json(method, at, options) {
    const answer = await this.#send(method, at, options);
    const tag = answer.headers.get('ETag');
    if (tag) this.#tags.set(at, tag);
    else if (method === 'DELETE') this.#tags.delete(at);
    return answer.headers.get('Content-Type')?.includes('json') ? answer.json() : undefined;
  }

  async #send(method, at, { query, body, type, guard, headers }) {
    const url = new URL(at, root);
    for (const [name, value] of Object.entries(query ?? {}))
      if (value !== undefined && value !== null && value !== '') url.searchParams.set(name, value);
    const content = body === undefined || type ? body : JSON.stringify(body);
    const fields = { 'x-functions-key': this.#key, ...guard, ...headers };
    if (body !== undefined) fields['Content-Type'] = type ?? 'application/json';
    const answer = await this.#fetch(url, { method, body: content, headers: fields, signal: this.#signal });
    if (answer.ok) return answer;
    if (answer.status === 401) this.#signedOut();
    throw new ApiError(answer.status, await this.#problem(answer));
  }

  async #fetch(url, request) {
    try {
      return await fetch(url, { ...request, cache: 'no-store', credentials: 'same-origin', referrerPolicy: 'no-referrer' });
    } catch (problem) {
      if (problem.name === 'AbortError') throw problem;
      throw new ApiError(0);
    }
  }

  async #problem(answer) {
    try {
      return await answer.json();
    } catch {
      return {};
    }
  }
}
