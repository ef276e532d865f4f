using SmartKart.Benchmarks.Harness;
using SmartKart.Benchmarks.Questions;

// Every benchmark, in the order `bench --list` names them. A new one is a file under Questions/ and a line here.
IBenchmark[] benchmarks =
[
    new Startup(),
    new AvroSpeed(),
];

return await BenchmarksCommand.For(benchmarks).RunAsync(args);
