namespace SmartKart.Schemas.Generator.Tests;

public sealed class EnumTests
{
    private readonly Generation _generated = Generation.Of(
        """{"type": "enum", "name": "t.Status", "doc": "How it stands.", "symbols": ["PLACED", "ON_HOLD", "sent_out", "class"]}""");

    [Fact]
    public void Members_are_the_symbols_in_Pascal_case_in_the_order_of_their_index() =>
        _generated.Run("return string.Join(' ', Enum.GetValues<T.Status>().Select(value => $\"{value}={(int)value}\"));").ShouldBe("PLACED=0 OnHold=1 SentOut=2 Class=3");

    [Fact]
    public void A_member_knows_its_symbol_as_the_schema_spells_it() =>
        _generated.Run("return string.Join(' ', Enum.GetValues<T.Status>().Select(T.StatusSymbols.Symbol));").ShouldBe("PLACED ON_HOLD sent_out class");

    [Fact]
    public void A_value_without_a_symbol_is_out_of_range() =>
        Should.Throw<ArgumentOutOfRangeException>(() => _generated.Run("return T.StatusSymbols.Symbol((T.Status)4);"));

    [Theory]
    [InlineData("ON_HOLD", "True OnHold")]
    [InlineData("OnHold", "False PLACED")]
    [InlineData("", "False PLACED")]
    public void Only_a_symbol_as_the_schema_spells_it_is_parsed(string symbol, string expected) =>
        _generated.Run($"return T.StatusSymbols.TryParse(\"{symbol}\", out var value) + \" \" + value;").ShouldBe(expected);

    [Fact]
    public void An_enum_without_symbols_compiles() =>
        Generation.Of("""{"type": "enum", "name": "t.None", "symbols": []}""").Run("return T.NoneSymbols.TryParse(\"A\", out _);").ShouldBe(false);

    [Fact]
    public void Writing_a_value_that_has_no_symbol_names_the_field()
    {
        var generated = Generation.Of("""{"type": "record", "name": "t.R", "fields": [{"name": "e", "type": {"type": "enum", "name": "E", "symbols": ["A"]}}]}""");
        Should.Throw<AvroDataException>(() => generated.Run("return Encode(new T.R { E = (T.E)1 });")).Message.ShouldBe("t.R, field 'e', byte 0: 1 is none of the enum's 1 symbols.");
    }
}
