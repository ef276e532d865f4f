using SmartKart.FeatureStore.Definitions;

namespace SmartKart.FeatureStore.Tests.Definitions.Reading;

/// <summary>Whatever becomes of a file, it is read or it is refused at a place in it.</summary>
public sealed class MutationTests
{
    private const int Mutants = 1_500;

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ": ", ",", "-", "---\n", "\n", "\n  ", "\t", "'", "\"", "|", ">", "#", "&a ", "*a", "!", "!!int ", "<<: ", "? ", "%",
        "@", "`", "null", "~", "0", "-1",
        "1e999", "9999999999d", "version: 2", "features:", "aggregate: ", "on_demand: ", "ratio: ", "\\u0000", "\\", "\0", "\uFEFF", "\uD800",
        "\U0001F6D2", "é", "*", ".*", "@1", "(", ")", "now",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_mutated_file_is_read_or_refused_with_a_place(int seed)
    {
        var random = new Random(seed);
        var (read, refused) = (0, 0);
        for (var mutant = 0; mutant < Mutants; mutant++)
        {
            var text = Shop.All;
            for (var change = random.Next(1, 4); change > 0; change--) text = Mutate(text, random);
            try
            {
                Shop.Read(text);
                read++;
            }
            catch (DefinitionException error)
            {
                refused++;
                var lines = text.Split('\n').Length;
                error.Faults.ShouldNotBeEmpty();
                error.Faults.ShouldAllBe(fault => fault.At.File == Shop.File && fault.At.Line >= 1 && fault.At.Line <= lines + 1
                    && fault.At.Column >= 1 && fault.Problem.Length > 0);
            }
            catch (Exception surprise)
            {
                throw new InvalidOperationException($"seed {seed}, mutant {mutant} threw {surprise.GetType().Name} on:\n{text}", surprise);
            }
        }
        // Else the mutations would be too timid, or too coarse, to test anything.
        read.ShouldBeGreaterThan(Mutants / 100);
        refused.ShouldBeGreaterThan(Mutants / 3);
    }

    [Theory]
    [InlineData("{", "}")]
    [InlineData("[", "]")]
    [InlineData("a: {", "}")]
    [InlineData("- ", "")]
    public void Depth_without_end_is_refused(string open, string close)
    {
        var text = string.Concat(Enumerable.Repeat(open, 20_000)) + "x" + string.Concat(Enumerable.Repeat(close, 20_000));
        Should.Throw<DefinitionException>(() => Shop.Read(text)).Faults.ShouldNotBeEmpty();
    }

    private static string Mutate(string text, Random random)
    {
        var at = random.Next(text.Length);
        var length = Math.Min(random.Next(1, random.Next(2, 30)), text.Length - at);
        var lines = text.Split('\n');
        var (one, other) = (random.Next(lines.Length), random.Next(lines.Length));
        switch (random.Next(6))
        {
            case 0: return text.Remove(at, length);
            case 1: return text.Insert(at, Pieces[random.Next(Pieces.Length)]);
            case 2: return text.Remove(at, 1).Insert(at, ((char)random.Next(random.Next(2) == 0 ? 128 : 65_536)).ToString());
            case 3: return text.Insert(random.Next(text.Length), text.Substring(at, length));
            case 4: (lines[one], lines[other]) = (lines[other], lines[one]); break;
            default: lines[one] = lines[other]; break;
        }
        return string.Join('\n', lines);
    }
}
