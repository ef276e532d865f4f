using System.Buffers.Binary;
using SmartKart.Scoring.Ann.Graph;

namespace SmartKart.Scoring.Ann.Files;

/// <summary>Saves an index's bytes as a file, and maps such a file, checked.</summary>
internal static unsafe class HnswFile
{
    private const int PieceBytes = 1 << 20;

    /// <summary>Writes the file beside its place, and moves it there when it is whole and on the disk.</summary>
    /// <exception cref="AnnIndexException">It can't be written.</exception>
    public static void Save(IndexMemory memory, string path)
    {
        var draft = $"{path}.{Environment.ProcessId}.draft";
        try
        {
            using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                for (long at = 0; at < memory.Bytes; at += PieceBytes)
                    file.Write(new ReadOnlySpan<byte>(memory.Start + at, (int)Math.Min(PieceBytes, memory.Bytes - at)));
                file.Flush(flushToDisk: true);
            }
            File.Move(draft, path, overwrite: true);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(draft)) File.Delete(draft);
            throw AnnIndexException.NotSaved(path, cause);
        }
    }

    /// <summary>Maps a file, and checks it before anything uses it: header, checksum, and that every link leads to a row.</summary>
    /// <exception cref="AnnIndexException">It is not there, is none, is of another version, or is damaged.</exception>
    public static (IndexMemory Memory, HnswHeader Header) Open(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            Span<byte> start = stackalloc byte[HnswHeader.Bytes];
            var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            if (length < start.Length)
            {
                var begun = start[..Math.Min(length, HnswHeader.Magic.Length)];
                if (!HnswHeader.Magic.StartsWith(begun)) throw AnnIndexException.NotAnIndex(path);
                throw AnnIndexException.Truncated(path, length, HnswHeader.Bytes);
            }
            var header = HnswHeader.Read(start, path, file.Length);
            var memory = IndexMemory.Map(file);
            try
            {
                if (memory.Checksum() != BinaryPrimitives.ReadUInt32LittleEndian(start[HnswHeader.ChecksumAt..]))
                    throw AnnIndexException.Damaged(path, "its checksum doesn't fit its bytes");
                if (LinkCheck.Fault(new HnswGraph(memory, header)) is { } fault) throw AnnIndexException.Damaged(path, fault);
                return (memory, header);
            }
            catch
            {
                memory.Dispose();
                throw;
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw AnnIndexException.NoFile(path, cause);
        }
    }
}
