using System.Text;

namespace SmartKart.Scoring.Tests.Onnx;

/// <summary>Models of one node, put together byte by byte: field numbers are onnx.proto's, all lengths below 128.</summary>
internal static class TinyOnnx
{
    public const byte Float = 1, Int64 = 7;

    /// <summary><c>y = x + x</c>, x and y of one type and rows × 3.</summary>
    public static byte[] Doubling(byte element = Float, byte[]? columns = null)
    {
        var node = Concat(Field(1, "x"), Field(1, "x"), Field(2, "y"), Field(4, "Add"));
        byte[] end = Concat(Field(1, Field(2, "rows")), Field(1, columns ?? [1 << 3, 3]));
        byte[] type = Field(1, Concat([1 << 3, element], Field(2, end)));
        var graph = Concat(Field(1, node), Field(2, "g"), Field(11, Concat(Field(1, "x"), Field(2, type))), Field(12, Concat(Field(1, "y"), Field(2, type))));
        return Concat([1 << 3, 8], Field(7, graph), Field(8, Concat(Field(1, ""), [2 << 3, 17])));
    }

    private static byte[] Field(int number, string text) => Field(number, Encoding.UTF8.GetBytes(text));

    private static byte[] Field(int number, byte[] bytes) => [(byte)(number << 3 | 2), checked((byte)(sbyte)bytes.Length), .. bytes];

    private static byte[] Concat(params byte[][] parts) => [.. parts.SelectMany(part => part)];
}
