using SmartKart.Training.DeepFm;

namespace SmartKart.Training.Tests.DeepFm;

public sealed class CategoricalDataTests
{
    [Fact]
    public void Ones_are_counted() => new CategoricalData([2, 3], [0, 2, 1, 0, 1, 1], [1, 0, 1]).Positives.ShouldBe(2);

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    public void An_id_outside_its_field_is_named_with_row_and_field(int id) =>
        Should.Throw<DeepFmDataException>(() => new CategoricalData([2, 3], [0, 2, 1, id], [1, 0]))
            .Message.ShouldStartWith($"Row 1 has the id {id} in field 1, whose ids are 0 to 2.");

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(0.5f)]
    [InlineData(float.PositiveInfinity)]
    public void A_label_that_is_neither_0_nor_1_is_named_with_its_row(float label) =>
        Should.Throw<DeepFmDataException>(() => new CategoricalData([2], [0, 1], [1, label])).Message.ShouldStartWith("The label of row 1 is ");

    [Fact]
    public void No_examples_are_refused() =>
        Should.Throw<DeepFmDataException>(() => new CategoricalData([2], [], [])).Message.ShouldStartWith("There are no examples.");

    [Fact]
    public void No_fields_are_refused() =>
        Should.Throw<DeepFmDataException>(() => new CategoricalData([], [], [1])).Message.ShouldStartWith("There are no fields.");

    [Fact]
    public void A_field_without_ids_is_refused() =>
        Should.Throw<DeepFmDataException>(() => new CategoricalData([2, 0], [0, 0], [1])).Message.ShouldStartWith("Field 1 has 0 ids.");

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_with_the_right_one() =>
        Should.Throw<DeepFmDataException>(() => new CategoricalData([2, 2], [0, 1, 0], [1, 0]))
            .Message.ShouldBe("2 labels of 2 fields take 4 ids (rows × fields, row-major), and 3 were given.");

    [Fact]
    public void A_prediction_for_ids_of_another_shape_or_outside_their_field_is_refused()
    {
        using var model = new DeepFmModel([2, 2], 4, [4]);

        Should.Throw<DeepFmDataException>(() => model.Predict([0, 1, 0], new float[2])).Message.ShouldContain("2 × 2 ids");
        Should.Throw<DeepFmDataException>(() => model.Predict([0, 2], new float[1])).Message.ShouldContain("the id 2 in field 1");
    }
}
