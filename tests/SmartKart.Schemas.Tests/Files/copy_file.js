// Reads an object container file with avsc and writes what it read to another, under the same schema and codec.
'use strict';
const avro = require('avsc');

const [source, target] = process.argv.slice(2);
const values = [];
let header;
avro.createFileDecoder(source)
  .on('metadata', (type, codec) => { header = { type, codec }; })
  .on('data', value => values.push(value))
  .on('end', () => {
    const encoder = avro.createFileEncoder(target, header.type, { codec: header.codec });
    values.forEach(value => encoder.write(value));
    encoder.end();
    console.log(values.length);
  });
