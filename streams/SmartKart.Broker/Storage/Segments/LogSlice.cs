using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace SmartKart.Broker.Storage;

/// <summary>
/// Whole batches in a segment's file, as they were appended: for a sender to copy from the file straight into its own buffer.
/// While it is open the file is too, whatever retention does. Dispose it exactly once; the default is empty.
/// </summary>
internal readonly struct LogSlice(Segment segment, long position, int length) : IDisposable
{
    private readonly Segment? _segment = segment;

    public long Position => position;

    /// <summary>Bytes.</summary>
    public int Length => length;

    public bool IsEmpty => length == 0;

    /// <summary>The offset behind its last batch, or a higher one below which there are no more. Not where the slice is empty.</summary>
    public long EndOffset
    {
        get
        {
            var segment = _segment ?? throw new InvalidOperationException("An empty slice has no offsets.");
            return position + length < segment.Size ? segment.BaseOffsetAt(position + length) : segment.EndOffset;
        }
    }

    /// <summary>The file, for a sender that hands it to the system. Not where the slice is empty.</summary>
    public SafeFileHandle File => (_segment ?? throw new InvalidOperationException("An empty slice has no file.")).File;

    /// <summary>Reads from <paramref name="offset"/> bytes into the slice, as much as fits.</summary>
    /// <returns>Bytes read; 0 at the end.</returns>
    public int Read(Span<byte> output, int offset)
    {
        var wanted = Math.Min(output.Length, length - offset);
        return wanted <= 0 ? 0 : RandomAccess.Read(File, output[..wanted], position + offset);
    }

    /// <summary>Reads from <paramref name="offset"/> bytes into the slice, at least one byte, and no more than fits.</summary>
    /// <exception cref="CorruptLogException">The file has been cut under the broker.</exception>
    public int ReadSome(Span<byte> output, int offset)
    {
        var read = Read(output, offset);
        return read > 0 ? read
            : throw new CorruptLogException(_segment!.LogPath, $"the file ends at byte {position + offset}, inside a batch that was appended. Something else has cut it; stop the broker and restore it.");
    }

    /// <summary>Copies all of it.</summary>
    public void CopyTo(IBufferWriter<byte> output)
    {
        for (var done = 0; done < length;)
        {
            var read = ReadSome(output.GetSpan(Math.Min(length - done, 64 * 1024)), done);
            output.Advance(read);
            done += read;
        }
    }

    public void Dispose() => _segment?.Dispose();
}
