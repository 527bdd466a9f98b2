// A portal of the test's own: its calls to the API, its persons, and what reaches their phones and mailboxes.

import { randomUUID } from 'node:crypto';
import assert from 'node:assert/strict';

export class Portal {
  constructor(at) {
    this.at = at;
  }

  /** One call. Gives back the status, the body and the slug of a problem. */
  async call(method, path, body, headers = {}) {
    const response = await fetch(this.at.api + path, {
      method,
      headers: {
        authorization: `Bearer ${this.at.api_key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const json = text ? JSON.parse(text) : null;
    return { status: response.status, headers: response.headers, json, slug: json?.type?.split('/').pop() };
  }

  /** A call that has to succeed with this status. */
  async ok(status, method, path, body) {
    const answer = await this.call(method, path, body);
    assert.equal(answer.status, status, `${method} ${path}: ${JSON.stringify(answer.json)}`);
    return answer.json;
  }

  /** A person of their own for every test, so that no limit of one is another's. The numbers are reserved for fiction. */
  async person({ language = 'en', phone = true, hoursConfirmed = 24 * 30, password } = {}) {
    this.persons = (this.persons ?? 0) + 1;
    const nth = this.persons.toString().padStart(2, '0');
    const email = `robin.${randomUUID().slice(0, 8)}@portal.example`;
    const mobile = `+4917139200${nth}`;
    const landline = `+4930231250${nth}`;
    const confirmed_at = new Date(Date.now() - hoursConfirmed * 3_600_000).toISOString();
    const { id } = await this.ok(201, 'POST', '/v1/persons', {
      email, email_confirmed: true, name: 'Robin Field', password, language, country: 'DE',
      phones: phone ? [{ number: mobile, confirmed_at }, { number: landline, confirmed_at }] : [],
    });
    return { id, session: await this.session(id), email, mobile, landline };
  }

  async session(person) {
    return (await this.ok(201, 'POST', `/v1/persons/${person}/sessions`, { reference: randomUUID() })).id;
  }

  async stepUp(person, extra = {}) {
    return this.ok(201, 'POST', '/v1/challenges', {
      person: person.id, purpose: 'step-up', session: person.session, areas: ['invoices'],
      return_to: `${this.at.panel}/return/step-up`, ...extra,
    });
  }

  async order(person, extra = {}) {
    return this.ok(201, 'POST', '/v1/orders', {
      person: person.id, session: person.session, action: 'restore-snapshot', title: 'Restore snapshot',
      object: 'web-1', details: [{ label: 'Snapshot', value: '12 May, 03:00' }], destructive: true,
      return_to: `${this.at.panel}/return/order`, ...extra,
    });
  }

  async windows(session) {
    return (await this.ok(200, 'GET', `/v1/sessions/${session}/windows`)).windows;
  }

  async state(order) {
    return (await this.ok(200, 'GET', `/v1/orders/${order}`)).state;
  }

  /** What reached a number or an address, newest first. */
  async messages(to) {
    const response = await fetch(`${this.at.phone}/messages?to=${encodeURIComponent(to)}`);
    assert.equal(response.status, 200);
    return response.json();
  }

  /** Waits until `count` messages of this purpose reached `to`; gives the newest. */
  async message(to, purpose, count = 1) {
    for (let tries = 0; tries < 150; tries += 1) {
      const all = (await this.messages(to)).filter((message) => message.purpose === purpose);
      if (all.length >= count) return all[0];
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`message ${count} of purpose ${purpose} to ${to} did not come`);
  }

  /** The code in that message. */
  async code(to, purpose, count = 1) {
    const { text } = await this.message(to, purpose, count);
    const codes = text.match(/(?<!\d)\d{6}(?!\d)/g) ?? text.match(/(?<!\d)\d(?:[ ,.]+\d){5}(?!\d)/g) ?? [];
    assert.ok(codes.length > 0, `no code in: ${text}`);
    return codes.at(-1).replace(/\D/g, '');
  }
}

/** A code that is not this one. */
export const otherThan = (code, by = 1) => ((Number(code) + by) % 1_000_000).toString().padStart(6, '0');
