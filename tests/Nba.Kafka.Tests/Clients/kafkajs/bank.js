'use strict'
// Feeds a bank with the lines of standard input (key, tab, event) and prints its live actions (partition, tab, key, tab, value) until as many customers have one as asked for.
// node bank.js BOOTSTRAP ACTIVITY-TOPIC ACTIONS-TOPIC GROUP SUBJECT-PREFIX CUSTOMERS

const { CompressionCodecs, CompressionTypes, Kafka, Partitioners, logLevel } = require('kafkajs')
const lz4 = require('lz4js')

// What the engine writes is compressed with lz4, which this client leaves to whoever needs it.
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: async encoder => Buffer.from(lz4.compress(encoder.buffer)),
  decompress: async buffer => Buffer.from(lz4.decompress(buffer))
})

const [bootstrap, activities, actions, groupId, prefix, customers] = process.argv.slice(2)
const kafka = new Kafka({ clientId: groupId, brokers: [bootstrap], logLevel: logLevel.ERROR })

async function feed () {
  const lines = require('fs').readFileSync(0, 'utf8').split('\n').filter(line => line !== '')
  const messages = lines.map(line => ({ key: line.slice(0, line.indexOf('\t')), value: line.slice(line.indexOf('\t') + 1) }))
  // The default partitioner of this version is Java's murmur2; saying so keeps it through updates.
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner, idempotent: true })
  await producer.connect()
  await producer.send({ topic: activities, acks: -1, messages })
  await producer.disconnect()
}

async function read () {
  const consumer = kafka.consumer({ groupId, readUncommitted: false })
  const seen = new Set()
  await consumer.connect()
  await consumer.subscribe({ topic: actions, fromBeginning: true })
  await new Promise((resolve, reject) => {
    consumer.on(consumer.events.CRASH, crash => reject(crash.payload.error))
    consumer.run({
      eachMessage: async ({ partition, message }) => {
        if (message.value === null) return
        const event = JSON.parse(message.value.toString())
        if (!event.subject.startsWith(prefix)) return
        process.stdout.write(`${partition}\t${message.key}\t${message.value}\n`)
        if (event.type === 'nba.action.upserted') seen.add(event.subject)
        if (seen.size >= Number(customers)) resolve()
      }
    }).catch(reject)
  })
  await consumer.disconnect()
}

feed().then(read).catch(error => {
  console.error(error)
  process.exit(1)
})
