import type { HttpAnswer } from '../loopback-server.ts';

/** An error as the service would write it: code and message reach the SDK's error. */
export interface AwsError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export const xmlAnswer = (status: number, body: string): HttpAnswer => ({
  status,
  contentType: 'text/xml;charset=UTF-8',
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
});

export function errorAnswer(service: string, error: AwsError): HttpAnswer {
  if (service === 'ecr') return jsonError(error);
  const text = `<Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message>`;
  if (service !== 'ec2') {
    const inner = `<Error><Type>Sender</Type>${text}</Error><RequestId>lab</RequestId>`;
    return xmlAnswer(error.status, `<ErrorResponse xmlns="${STS}">${inner}</ErrorResponse>`);
  }
  const inner = `<Errors><Error>${text}</Error></Errors><RequestID>lab</RequestID>`;
  return xmlAnswer(error.status, `<Response>${inner}</Response>`);
}

const jsonError = ({ status, code, message }: AwsError): HttpAnswer => ({
  status,
  contentType: 'application/x-amz-json-1.1',
  body: JSON.stringify({ __type: code, message }),
});

/** The answer of an STS action: its result element's content. */
export function stsAnswer(action: string, content: string): HttpAnswer {
  const result = `<${action}Result>${content}</${action}Result>`;
  const metadata = '<ResponseMetadata><RequestId>lab</RequestId></ResponseMetadata>';
  return xmlAnswer(200, `<${action}Response xmlns="${STS}">${result}${metadata}</${action}Response>`);
}

const STS = 'https://sts.amazonaws.com/doc/2011-06-15/';

export const escapeXml = (text: string): string =>
  text.replace(/[<>&"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
