namespace SmartKart.Scoring.Native.XgBoost;

/// <summary>The pointers of several matrices for one call: none of them is freed before it has ended.</summary>
internal sealed class BorrowedMatrices : IDisposable
{
    private readonly MatrixHandle[] _owners;
    private int _held;

    public BorrowedMatrices(ReadOnlySpan<XgBoostMatrix> matrices)
    {
        _owners = new MatrixHandle[matrices.Length];
        Handles = new nint[matrices.Length];
        try
        {
            for (var i = 0; i < matrices.Length; i++)
            {
                var isHeld = false;
                _owners[i] = matrices[i].Handle;
                _owners[i].DangerousAddRef(ref isHeld);
                _held++;
                Handles[i] = _owners[i].DangerousGetHandle();
            }
        }
        catch
        {
            Dispose(); // one of them is closed already
            throw;
        }
    }

    /// <summary>As the C API takes them.</summary>
    public nint[] Handles { get; }

    /// <summary>Lets them go.</summary>
    public void Dispose()
    {
        for (; _held > 0; _held--) _owners[_held - 1].DangerousRelease();
    }
}
