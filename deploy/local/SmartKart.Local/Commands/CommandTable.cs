using SmartKart.Local.Terminal;

namespace SmartKart.Local.Commands;

/// <summary>
/// The table of contents: every command, in the order in which a newcomer meets them. One file each in this folder; those of a group have a folder.
/// </summary>
internal static class CommandTable
{
    /// <summary>The whole of <c>smartkart</c>.</summary>
    public static ProgramCommand Create()
    {
        var smartkart = new ProgramCommand("smartkart", "SmartKart, the data and machine-learning platform of a marketplace, on one machine.")
        {
            Examples =
            [
                new("smartkart demo", "see all of it at work, and try it"),
                new("smartkart test", "set up what is missing and run every test"),
                new("smartkart bench --list", "see what can be measured"),
            ],
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
        return smartkart;
    }
}
