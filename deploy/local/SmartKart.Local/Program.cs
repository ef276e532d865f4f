using SmartKart.Local.Commands;
using SmartKart.Local.Terminal;

// The table of contents: every command, in the order a newcomer meets them. One file each, in Commands/; those of a group have a folder.
var smartkart = new ProgramCommand("smartkart", "SmartKart, the data and machine-learning platform of a marketplace, on one machine.")
{
    Examples = [new("smartkart test", "set up what is missing and run every test"), new("smartkart bench --list", "see what can be measured")],
};
smartkart.Add(new DemoCommand());
smartkart.Add(new UpCommand());
smartkart.Add(new ReplayCommand());
smartkart.Add(new SimulateCommand());
smartkart.Add(new TestCommand());
smartkart.Add(new TopicsCommand());
smartkart.Add(new GroupsCommand());
smartkart.Add(new FeaturesCommand());
smartkart.Add(new StreamsCommand());
smartkart.Add(new LagCommand());
smartkart.Add(new BackfillCommand());
smartkart.Add(new TrainCommand());
smartkart.Add(new ModelsCommand());
smartkart.Add(new RecommendCommand());
smartkart.Add(new ServeCommand());
smartkart.Add(new PipelineCommand());
smartkart.Add(new BenchCommand());

return await smartkart.RunAsync(args);
