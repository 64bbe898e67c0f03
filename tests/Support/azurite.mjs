// Runs before Azurite, in its process.
import { Server } from 'node:http';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

// Azurite itself would stay when the test process is gone.
process.stdin.on('end', () => process.exit());

// A line of its input stops it (`close`: connections are refused) and starts it again (`open`); what it holds stays.
const listening = new Map();
const { listen } = Server.prototype;
Server.prototype.listen = function (...args) {
  listening.set(this, args);
  return listen.apply(this, args);
};
createInterface({ input: process.stdin }).on('line', (line) => {
  for (const [server, args] of listening) {
    if (line === 'open') listen.apply(server, args);
    else server.close().closeAllConnections();
  }
});

// Its database sorts every index of a collection anew whenever documents are removed in a batch, and Azurite removes a batch,
// mostly an empty one, at every call for a queue: among thousands of messages each call took milliseconds.
const { Collection } = createRequire(process.argv[1])('lokijs');
const { removeBatch, removeBatchByPositions } = Collection.prototype;

Collection.prototype.removeBatch = function (batch) {
  if (batch.length > 1) removeBatch.call(this, batch);
  else if (batch.length === 1) this.remove(batch[0]);
};

Collection.prototype.removeBatchByPositions = function (positions) {
  if (positions.length > 1) removeBatchByPositions.call(this, positions);
  else if (positions.length === 1) this.remove(this.data[positions[0]]);
};
