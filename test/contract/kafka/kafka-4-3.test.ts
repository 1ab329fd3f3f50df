import { describe } from '@jest/globals';
import { protocolContract } from './protocol-contract.ts';

describe('Apache Kafka 4.3.1', () => {
  protocolContract('4.3.1');
});
