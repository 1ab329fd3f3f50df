import { describe } from '@jest/globals';
import { protocolContract } from './protocol-contract.ts';

describe('Apache Kafka 3.9.2', () => {
  protocolContract('3.9.2');
});
