using SmartKart.Broker.Groups;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using ListedGroup = SmartKart.Broker.Messages.ListGroupsResponse.ListedGroup;

namespace SmartKart.Broker.Handlers.Groups;

/// <summary>Which groups there are, of both protocols.</summary>
internal sealed class ListGroupsHandler(GroupCoordinator groups) : GroupHandler<ListGroupsRequest, ListGroupsResponse>(ApiKey.ListGroups, groups)
{
    protected override async ValueTask<ListGroupsResponse> AnswerAsync(ListGroupsRequest request, RequestContext context)
    {
        var listed = new List<ListedGroup>();
        foreach (var id in Groups.GroupIds.Order(StringComparer.Ordinal))
        {
            var group = await WithAsync(id, create: false, group => group is null ? null : new ListedGroup
            {
                GroupId = id, ProtocolType = group.Membership.ProtocolType, GroupState = group.Membership.StateName, GroupType = group.Membership.Type,
            });
            if (group is not null && Passes(request.StatesFilter, group.GroupState) && Passes(request.TypesFilter, group.GroupType)) listed.Add(group);
        }
        return new ListGroupsResponse { Groups = listed };
    }

    protected override ListGroupsResponse Refuse(ListGroupsRequest request, RequestContext context, ErrorCode error) => new() { ErrorCode = error };

    private static bool Passes(List<string> filter, string word) => filter.Count == 0 || filter.Contains(word, StringComparer.OrdinalIgnoreCase);
}
