using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace SmartKart.Streams.Tests.Operators.Joins;

/// <summary>Runs a property for each value of its first parameter, an enumeration, and each seed from 0: its second.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CombinatorialSeedsAttribute(int seeds) : DataAttribute
{
    public int Seeds => seeds;

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var kinds = Enum.GetValues(testMethod.GetParameters()[0].ParameterType).Cast<object>();
        return ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>(
            [.. kinds.SelectMany(kind => Enumerable.Range(0, seeds).Select(seed => new TheoryDataRow(kind, seed)))]);
    }

    public override bool SupportsDiscoveryEnumeration() => false;
}
