using SmartKart.Training.Sessions;

namespace SmartKart.Training.Tests.Sessions.Linear;

public sealed class CholeskySolverTests
{
    public static TheoryData<int> Sizes => [1, 2, 3, 7, 40, 133];

    [Theory, MemberData(nameof(Sizes))]
    public void The_solution_solves_the_system(int size)
    {
        var random = new Random(size);
        var factor = Enumerable.Range(0, size * size).Select(_ => random.NextDouble() - 0.5).ToArray();
        var matrix = new double[size * size];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
                matrix[row * size + column] = Enumerable.Range(0, size).Sum(at => factor[row * size + at] * factor[column * size + at]) + (row == column ? 1 : 0);
        }
        var right = Enumerable.Range(0, size).Select(_ => random.NextDouble()).ToArray();
        var solution = right.ToArray();
        CholeskySolver.TrySolve(matrix.ToArray(), solution).ShouldBeTrue();
        for (var row = 0; row < size; row++)
            Enumerable.Range(0, size).Sum(column => matrix[row * size + column] * solution[column]).ShouldBe(right[row], 1e-9);
    }

    [Fact]
    public void A_matrix_that_is_not_positive_definite_is_told()
    {
        CholeskySolver.TrySolve([1, 2, 2, 1], [1, 1]).ShouldBeFalse();
        CholeskySolver.TrySolve([double.NaN], [1]).ShouldBeFalse();
    }
}
