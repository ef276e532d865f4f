using SmartKart.Benchmarks.Harness;
using SmartKart.Benchmarks.Questions;
using SmartKart.Benchmarks.Questions.Ann;
using SmartKart.Benchmarks.Questions.Archive;
using SmartKart.Benchmarks.Questions.Broker;
using SmartKart.Benchmarks.Questions.DeepFm;
using SmartKart.Benchmarks.Questions.Factors;
using SmartKart.Benchmarks.Questions.Features;
using SmartKart.Benchmarks.Questions.Pipeline;
using SmartKart.Benchmarks.Questions.Recommenders;
using SmartKart.Benchmarks.Questions.Serving;
using SmartKart.Benchmarks.Questions.Streams;
using SmartKart.Benchmarks.Questions.Trees;

// What is measured runs in a process of its own: this program, started again by the benchmark.
if (args is [ServerProgram.Verb, .. var server]) return await ServerProgram.RunAsync(server);
if (args is [InstanceProgram.Verb, .. var instance]) return await InstanceProgram.RunAsync(instance);
if (args is [PipelineWorkerProgram.Verb, .. var worker]) return await PipelineWorkerProgram.RunAsync(worker);
if (args is [TrainingProgram.Verb, .. var training]) return await TrainingProgram.RunAsync(training);

// Every benchmark, in the order `bench --list` names them. A new one is a file under Questions/ and a line here.
IBenchmark[] benchmarks =
[
    new Startup(),
    new AvroSpeed(),
    new WarehouseSpeed(),
    new BrokerSpeed(),
    new StreamsSpeed(),
    new RebalanceGaps(),
    new TileSpeed(),
    new EventSpeed(),
    new FeatureSpeed(),
    new OnlineReads(),
    new TrainingSpeed(),
    new PipelineSpeed(),
    new PipelineGrowth(),
    new TopologySpeed(),
    new ArchiveSpeed(),
    new RecommenderTables(),
    new FactorSpeed(),
    new TreeSpeed(),
    new AnnSpeed(),
    new DeepFmSpeed(),
    new ServingSpeed(),
];

return await BenchmarksCommand.For(benchmarks).RunAsync(args);
