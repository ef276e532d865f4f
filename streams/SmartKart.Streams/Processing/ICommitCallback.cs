namespace SmartKart.Streams.Processing;

/// <summary>
/// What a processor implements, too, that takes part in its task's commits: one that keeps state decoded between them, or that brings what is
/// committed to a system outside. Called by the task's thread, as the processor is.
/// </summary>
/// <remarks>
/// After a crash between the two calls the second never comes: what it does must be found out and done again when the task starts. A processor
/// whose task was rolled back is made anew, so nothing that was not committed need be taken back.
/// </remarks>
public interface ICommitCallback
{
    /// <summary>
    /// A commit begins. All records up to it were processed, and what caches held back was forwarded: put what is kept in memory into the stores.
    /// They must be stores without caching, and nothing may be forwarded. A commit that fails and is tried again calls again.
    /// </summary>
    void OnCommitting();

    /// <summary>The commit is done: input, state and output up to <see cref="OnCommitting"/> are as one and for good.</summary>
    void OnCommitted();
}
